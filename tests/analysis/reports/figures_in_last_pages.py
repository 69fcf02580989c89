"""Made-up paragraphs of several sentences, of a second and third council that never was; no council or number is real.

They were written before their first reading; docs/reading-figures.md says how many were read rightly then.
"""

from __future__ import annotations

from tests.analysis.reports.figures_made_up import figure, passage

LAST_PAGES = [
    passage(
        "Council data showed waiting times for Care Act assessments had improved. In October 2023, 680 people were waiting, with a maximum wait of 388 days. By June 2024 this had reduced to 290 people and 140 days.",
        figure(680, "people", "680 people", period=("October 2023", "month")),
        figure(388, "days", "388 days", period=("October 2023", "month")),
        figure(290, "people", "290 people", period=("June 2024", "month")),
    ),
    passage(
        "The local authority provided data which showed the median waiting time for a carer's assessment was 16 days and the maximum was 97 days.",
        figure(16, "days", "16 days"),
        figure(97, "days", "97 days"),
    ),
    passage(
        "National data from the ASCS 2023/24 showed 65.93% of people felt they had choice over services, which was somewhat worse than the England average of 70.28%.",
        figure(65.93, "%", "65.93%", "people", period=("2023/24", "financial year"), beside="England average of 70.28%", comparable=True),
    ),
    passage(
        "SACE data (2024) told us 27.27% of carers were accessing training for carers, which was significantly better than the England average of 4.30%.",
        figure(27.27, "%", "27.27%", "carers", period=("2024", "calendar year"), beside="England average of 4.30%", comparable=True),
    ),
    passage(
        "According to national data (SALT 2023/24), 58.57% of people received a review in the year, compared with 58.77% for England.",
        figure(58.57, "%", "58.57%", "people", period=("2023/24", "financial year"), beside="58.77% for England", comparable=True),
    ),
    passage(
        "There were 14 extra care schemes providing 730 flats. Occupancy was 96%.",
        figure(14, "extra care schemes", "14 extra care schemes"),
        figure(730, "flats", "730 flats"),
        figure(96, "%", "96%"),
    ),
    passage(
        "The authority had 220 registered care providers. 3 were rated inadequate and 41 as requires improvement at the time of our assessment.",
        figure(220, "care providers", "220 registered care providers"),
        figure(3, "care providers", "3 were rated", period=("at the time of our assessment", "at assessment")),
    ),
    passage(
        "Data provided by the local authority showed that in the 6 months to December 2024, 93% of homecare packages were sourced within 48 hours.",
        figure(93, "%", "93%", "homecare packages", period=("in the 6 months to December 2024", "months")),
        figure(48, "hours", "48 hours", period=("in the 6 months to December 2024", "months")),
    ),
    passage(
        "Adult social care had a net budget of £187 million for 2024/25, representing 41% of the council's total spend.",
        figure(187000000, "pounds", "£187 million", period=("2024/25", "financial year")),
        figure(41, "%", "41%", "council's total spend", period=("2024/25", "financial year")),
    ),
    passage(
        "The local authority had reduced its DoLS backlog from 1,100 in 2022 to 240.",
        dates=("2022",),
    ),
    passage(
        "There were 98 people with a learning disability placed out of area, of whom 31 had a plan to return.",
        figure(98, "people", "98 people"),
        figure(31, "people", "31"),
    ),
    passage(
        "Around 5,400 people received long-term support during the year 2023-24.",
        figure(5400, "people", "Around 5,400 people", period=("2023-24", "financial year")),
    ),
    passage(
        "A total of 62 people took part in the assessment by completing a survey.",
        figure(62, "people", "62 people"),
    ),
    passage(
        "In 2024, 4 SARs had been commissioned, 3 of which related to self-neglect.",
        figure(4, "SARs", "4 SARs", period=("2024", "calendar year")),
        figure(3, "SARs", "3 of which", period=("2024", "calendar year")),
    ),
    passage(
        "It was positive that 85.71% of safeguarding enquiries had led to risk being removed or reduced, against a national figure of 91%.",
        figure(85.71, "%", "85.71%", "safeguarding enquiries", beside="national figure of 91%"),
    ),
    passage(
        "Staff reported caseloads of between 18 and 25 people.",
        figure(None, "people", "between 18 and 25 people"),
    ),
    passage(
        "The service had 3 full-time trainers and had trained 1,140 care workers since January.",
        figure(3, "full-time trainers", "3 full-time trainers"),
        figure(1140, "care workers", "1,140 care workers"),
    ),
    passage(
        "The Principal Social Worker had audited 36 cases in the 3 months before our visit.",
        figure(36, "cases", "36 cases"),
    ),
    passage(
        "Turnover of social workers was 9.8% and the vacancy rate was 5.2%, both below the regional averages of 14% and 9%.",
        figure(9.8, "%", "9.8%"),
        figure(5.2, "%", "5.2%"),
    ),
    passage(
        "Sickness levels fell from an average of 12.1 days per person in 2022-23 to 9.4 days in 2023-24.",
        figure(9.4, "days", "9.4 days", period=("2023-24", "financial year"), beside="12.1 days"),
        dates=("2022-23",),
    ),
    passage(
        "The local authority told us 100% of newly qualified social workers had passed their ASYE in the last 3 years.",
        figure(100, "%", "100%", "newly qualified social workers", period=("in the last 3 years", "relative")),
    ),
    passage(
        "In the previous 12 months 7 complaints had been referred to the LGSCO; none were upheld.",
        figure(7, "complaints", "7 complaints", period=("In the previous 12 months", "relative")),
    ),
    passage(
        "Compliance with the duty of candour training stood at 97%.",
        figure(97, "%", "97%"),
    ),
    passage(
        "There were 5 co-production groups with a combined membership of 83.",
        figure(5, "co-production groups", "5 co-production groups"),
    ),
    passage(
        "The council asked 1,000 residents and 41% replied.",
        figure(1000, "residents", "1,000 residents"),
        figure(41, "%", "41%"),
    ),
    passage(
        "People we spoke with rated the service 8 out of 10.",
    ),
    passage(
        "The Ombudsman upheld 3 complaints (60%) in 2023/24, compared with an average of 77% in county councils.",
        figure(60, "%", "3 complaints (60%)", "complaints", of=(3, None), period=("2023/24", "financial year"), beside="average of 77% in county councils"),
    ),
    passage(
        "In the 2024 staff survey, 9 in 10 respondents felt trusted to do their job.",
        figure(0.9, "ratio", "9 in 10 respondents", "respondents", of=(9, 10), period=("2024", "calendar year")),
    ),
    passage(
        "Forty per cent of complaints received by the team in 2024/25 were about homecare.",
        figure(40, "%", "Forty per cent", "complaints received", period=("2024/25", "financial year")),
    ),
    passage(
        "The team was made up of 12 social workers, 6 occupational therapists and a manager.",
        figure(12, "social workers", "12 social workers"),
        figure(6, "occupational therapists", "6 occupational therapists"),
    ),
    passage(
        "Two of the three recommendations from the 2022 audit had been carried out.",
        figure(2, "recommendations", "Two of the three recommendations", "recommendations", of=(2, 3)),
        dates=("2022",),
    ),
    passage(
        "Carers' breaks had been given to 412 carers, 60 more than in the previous year.",
        figure(412, "carers", "412 carers"),
    ),
    passage(
        "The number of people waiting for OT assessments had halved since 2023.",
        dates=("since 2023",),
    ),
    passage(
        "The local authority's complaints officer had closed 9 of 11 complaints (82%) within the timescale in the first quarter of 2024/25.",
        figure(82, "%", "9 of 11 complaints (82%)", "complaints", of=(9, 11), period=("first quarter of 2024/25", "quarter")),
    ),
]  # fmt: skip
