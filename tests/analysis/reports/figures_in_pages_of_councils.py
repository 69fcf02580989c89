"""Sentences of 48 pages made up in the manner of published ones; no council or number is real.

They were written before their first reading; docs/reading-figures.md says how many were read rightly then.
"""

from __future__ import annotations

from tests.analysis.reports.figures_made_up import CY, FY, figure, passage

_USERS = "people who use services"

PAGES_OF_COUNCILS = [
    passage(
        "Data provided by the local authority in March 2024 showed 349 people waiting for a Care Act assessment, with a median waiting time of 42 days and a maximum waiting time of 311 days. This had reduced from 1,077 in June 2023 to 340 in June 2024.",
        figure(349, "people", "349 people", period=("March 2024", "month")),
        figure(42, "days", "42 days", period=("March 2024", "month")),
        figure(311, "days", "311 days", period=("March 2024", "month")),
        figure(340, "people", "340", period=("June 2024", "month"), beside="1,077 in June 2023"),
    ),
    passage(
        "Data showed the waiting list for homecare stood at 402 in December 2023. By June 2024 this had fallen to 16.",
        figure(402, "waiting list", "402", period=("December 2023", "month")),
        figure(16, "waiting list", "16", period=("June 2024", "month")),
    ),
    passage(
        "The backlog of annual reviews stood at 1,180 in April 2024.",
        figure(1180, "reviews", "1,180", period=("April 2024", "month")),
    ),
    passage(
        "The number of people waiting for a financial assessment had reduced by 45% in 6 months, from 220 to 121.",
        figure(45, "%", "45%"),
        figure(121, "people", "121", beside="220"),
    ),
    passage(
        "Vacancies in social work teams had gone down from 23 to 8 in a year.",
        figure(8, "Vacancies", "8", beside="23"),
    ),
    passage(
        "The number of home care hours handed back rose to 1,150 in the first quarter of 2024/25.",
        figure(1150, "home care hours", "1,150", period=("first quarter of 2024/25", "quarter")),
    ),
    passage(
        "The number of compliments rose by 19% to 233.",
        figure(19, "%", "19%"),
        figure(233, "compliments", "233"),
    ),
    passage(
        "Delayed discharges had dropped to 12 a day in June 2024.",
        figure(12, "Delayed discharges per day", "12 a day", period=("June 2024", "month")),
    ),
    passage(
        "National data showed 62.13% of people who use services were satisfied with care and support (Adult Social Care Survey, 2024), this was similar to the England average of 62.72%.",
        figure(
            62.13,
            "%",
            "62.13%",
            _USERS,
            period=("2024", CY),
            beside="England average of 62.72%",
            comparable=True,
        ),
    ),
    passage(
        "2.64% of people aged 65 and over received reablement services after discharge from hospital, which was somewhat worse than the England average of 3.00% (ASCOF/SALT, 2023/24).",
        figure(
            2.64,
            "%",
            "2.64%",
            "people aged 65 and over",
            period=("2023/24", FY),
            beside="England average of 3.00%",
            comparable=True,
        ),
    ),
    passage(
        "SACE 2023/24 data showed 32.14% of carers were satisfied with social services, somewhat worse than the England average of 36.83%.",
        figure(
            32.14,
            "%",
            "32.14%",
            "carers",
            period=("2023/24", FY),
            beside="England average of 36.83%",
            comparable=True,
        ),
    ),
    passage(
        "49% of people in receipt of long-term support had been reviewed in 2023/24, compared with the England average of 58.29%.",
        figure(
            49,
            "%",
            "49%",
            "people in receipt of long-term support",
            period=("2023/24", FY),
            beside="England average of 58.29%",
        ),
    ),
    passage(
        "As at 31 July 2024, 2,306 people were waiting for an annual review, which was 41% of those in receipt of long-term support.",
        figure(2306, "people", "2,306 people", period=("31 July 2024", "day")),
        figure(41, "%", "41%", "those in receipt of long-term support", period=("31 July 2024", "day")),
    ),
    passage(
        "Uptake of direct payments among people from ethnic minority groups was low at 8%.",
        figure(8, "%", "8%", "people from ethnic minority groups"),
    ),
    passage(
        "The Local Government and Social Care Ombudsman upheld 6 of 9 detailed investigations in 2022/23, an uphold rate of 67%. This was lower than the average of 80% for similar authorities.",
        figure(
            67,
            "%",
            "6 of 9 detailed investigations in 2022/23, an uphold rate of 67%",
            "detailed investigations",
            of=(6, 9),
            period=("2022/23", FY),
            beside="average of 80% for similar authorities",
        ),
    ),
    passage(
        "There were 18 upheld complaints out of 71 in 2023/24.",
        figure(
            18,
            "complaints",
            "18 upheld complaints out of 71",
            "complaints",
            of=(18, 71),
            period=("2023/24", FY),
        ),
    ),
    passage(
        "Between January and June 2024, 1,504 concerns were received and fewer than half were screened within the 2 day target.",
        figure(1504, "concerns", "1,504 concerns", period=("Between January and June 2024", "months")),
        figure(None, None, "fewer than half", "concerns", period=("Between January and June 2024", "months")),
    ),
    passage(
        "There were 48 young people being supported by the transitions team, and 19 waiting for allocation.",
        figure(48, "young people", "48 young people"),
        figure(19, "young people", "19 waiting"),
    ),
    passage(
        "The local authority had introduced an inclusion network, which 64 members of staff had joined.",
        figure(64, "members of staff", "64 members of staff"),
    ),
    passage(
        "The local authority commissioned 9,800 hours of homecare each week from 31 providers.",
        figure(9800, "hours of homecare per week", "9,800 hours of homecare each week"),
        figure(31, "providers", "31 providers"),
    ),
    passage(
        "The rate of sickness was 6.1 days per employee in 2023/24.",
        figure(6.1, "days per employee", "6.1 days per employee", period=("2023/24", FY)),
    ),
    passage(
        "The adult social care budget for 2024/25 was £96.2 million.",
        figure(96200000, "pounds", "£96.2 million", period=("2024/25", FY)),
    ),
    passage(
        "The county had a population of 786,000, and 24.7% were aged 65 or over.",
        figure(786000, "people", "786,000"),
        figure(24.7, "%", "24.7%", "population"),
    ),
    passage(
        "The local authority's population was 12.4% Asian or Asian British and 5.1% Black or Black British.",
        figure(12.4, "%", "12.4%", "population"),
        figure(5.1, "%", "5.1%", "population"),
    ),
    passage(
        "Neglect accounted for 33% of enquiries and physical abuse for 18%.",
        figure(33, "%", "33%", "enquiries"),
        figure(18, "%", "18%", "enquiries"),
    ),
    passage(
        "Four new extra care schemes had opened since 2020.",
        figure(4, "extra care schemes", "Four new extra care schemes", period=("since 2020", "since")),
    ),
    passage(
        "96.3% of section 42 enquiries were concluded within the agreed timescale in quarter 1 of 2024/25.",
        figure(96.3, "%", "96.3%", "section 42 enquiries", period=("quarter 1 of 2024/25", "quarter")),
    ),
    passage(
        "In 2023, 1 in 6 residents lived in the 20% most deprived areas nationally.",
        figure(0.1667, "ratio", "1 in 6 residents", "residents", of=(1, 6), period=("2023", CY)),
    ),
    passage(
        "Last year 5,400 people contacted the wellbeing service. The proportion of people receiving direct payments was 31.2%, above the England average of 25.5%.",
        figure(5400, "people", "5,400 people", period=("Last year", "relative")),
        figure(31.2, "%", "31.2%", "people receiving direct payments", beside="England average of 25.5%"),
    ),
    passage(
        "98% of concerns were triaged within 24 hours in the 3 months to June 2024. In 2022/23 it was 71%.",
        figure(98, "%", "98%", "concerns", period=("in the 3 months to June 2024", "months")),
        figure(24, "hours", "24 hours", period=("in the 3 months to June 2024", "months")),
        figure(71, "%", "71%", "concerns", period=("2022/23", FY)),
    ),
    # What is planned or aimed at is no figure.
    passage(
        "Leaders told us they planned to invest a further £1.3 million in prevention over the next 3 years."
    ),
    passage("They aimed to reduce this to under 5% by March 2026.", dates=("March 2026",)),
    passage(
        "Leaders told us they planned to build 4 extra care schemes with 260 units by 2028.", dates=("2028",)
    ),
    passage(
        "The director told us there were plans to deliver £5 million of savings by March 2027.",
        dates=("March 2027",),
    ),
    passage("The local authority was exploring options to develop 3 new respite services."),
]
