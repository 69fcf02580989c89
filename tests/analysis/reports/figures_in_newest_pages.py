"""Made-up paragraphs of several sentences, written after all others; no council or number is real.

They were written before their first reading; docs/reading-figures.md says how many were read rightly then.
"""

from __future__ import annotations

from tests.analysis.reports.figures_made_up import figure, passage

NEWEST_PAGES = [
    passage(
        "At the time of our visit the waiting list for assessments stood at 318, down from 502 the year before.",
        figure(318, "waiting list", "318", period=("At the time of our visit", "at assessment"), beside="502 the year before"),
    ),
    passage(
        "Managers told us there were 61 vacancies, equivalent to 8% of posts, and that 24 of these were filled by agency staff.",
        figure(61, "vacancies", "61 vacancies"),
        figure(8, "%", "8%", "posts"),
        figure(24, "vacancies", "24 of these"),
    ),
    passage(
        "The council audited 110 cases in 2024/25: 14 outstanding, 70 good, 22 requires improvement and 4 inadequate.",
        figure(110, "cases", "110 cases", period=("2024/25", "financial year")),
    ),
    passage(
        "Data from Skills for Care (2023-24) showed the local authority area had 5,100 filled posts in adult social care and 430 vacant posts.",
        figure(5100, "filled posts", "5,100 filled posts", period=("2023-24", "financial year")),
        figure(430, "vacant posts", "430 vacant posts", period=("2023-24", "financial year")),
    ),
    passage(
        "There were 9,412 contacts in the first half of 2024/25, of which 3,108 (33%) led to an assessment.",
        figure(9412, "contacts", "9,412 contacts", period=("first half of 2024/25", "half year")),
        figure(33, "%", "3,108 (33%)", "contacts", of=(3108, 9412), period=("first half of 2024/25", "half year")),
    ),
    passage(
        "The share of people with a direct payment was 24%, against a regional average of 27% and an England average of 25.5%.",
        figure(24, "%", "24%", "people", beside="regional average of 27% and an England average of 25.5%"),
    ),
    passage(
        "Providers' CQC ratings were similar to the region: 3% outstanding, 76% good, 18% requires improvement and 1% inadequate.",
        figure(3, "%", "3%"),
        figure(76, "%", "76%"),
        figure(18, "%", "18%"),
        figure(1, "%", "1%"),
    ),
    passage(
        "People who had used reablement reported high satisfaction (94%) and 81% had met all of their goals.",
        figure(94, "%", "94%"),
        figure(81, "%", "81%"),
    ),
    passage(
        "A councillor told us that 1 complaint in 10 was about blue badges.",
        figure(0.1, "ratio", "1 complaint in 10", "complaint", of=(1, 10)),
    ),
    passage(
        "The percentage of adults with a learning disability in paid work rose to 7.4%, better than the England average of 4.8%, in 2023/24 (ASCOF).",
        figure(7.4, "%", "7.4%", "adults with a learning disability", period=("2023/24", "financial year"), beside="England average of 4.8%", comparable=True),
    ),
    passage(
        "The LGSCO received 19 complaints about the council's adult services in 2022-23. Of those, 5 were investigated in detail, with 4 upheld.",
        figure(19, "complaints", "19 complaints", period=("2022-23", "financial year")),
        figure(5, "complaints", "5 were investigated", period=("2022-23", "financial year")),
        figure(4, "complaints", "4 upheld", period=("2022-23", "financial year")),
    ),
    passage(
        "In 2023/24 the council had paid £4,350 in remedies across 11 cases.",
        figure(4350, "pounds", "£4,350", period=("2023/24", "financial year")),
        figure(11, "cases", "11 cases", period=("2023/24", "financial year")),
    ),
    passage(
        "Surveys were completed by 1,016 carers (31% response rate).",
        figure(1016, "carers", "1,016 carers"),
        figure(31, "%", "31%"),
    ),
    passage(
        "Homecare capacity had grown by 12% and there was no waiting list.",
        figure(12, "%", "12%"),
    ),
    passage(
        "During 2024 there were 31 learning events attended by 1,750 people from 42 organisations.",
        figure(31, "learning events", "31 learning events", period=("2024", "calendar year")),
        figure(1750, "people", "1,750 people", period=("2024", "calendar year")),
        figure(42, "organisations", "42 organisations", period=("2024", "calendar year")),
    ),
    passage(
        "The number of overdue reviews fell from 1,900 to 1,150 between April 2024 and January 2025.",
        dates=("between April 2024 and January 2025",),
    ),
    passage(
        "As at 1 April 2025, 88 people lived in shared lives placements.",
        figure(88, "people", "88 people", period=("1 April 2025", "day")),
    ),
    passage(
        "The assessment team spoke with 45 people, including 11 unpaid carers.",
        figure(45, "people", "45 people"),
        figure(11, "unpaid carers", "11 unpaid carers"),
    ),
    passage(
        "A third of carers in the survey (33.5%) had experienced financial difficulty because of caring, lower than the England average (46.55%) (SACE, June 2024).",
        figure(33.5, "%", "33.5%", "carers", period=("June 2024", "month"), beside="England average (46.55%)", comparable=True),
    ),
    passage(
        "44.44% of people had control over their daily life. This was significantly worse than the England average of 77.62% (ASCS, October 2023).",
        figure(44.44, "%", "44.44%", "people", period=("October 2023", "month"), beside="England average of 77.62%", comparable=True),
    ),
    passage(
        "Staff had completed 97% of mandatory training, above the council's 95% target.",
        figure(97, "%", "97%", "mandatory training", beside="council's 95% target"),
    ),
    passage(
        "One in ten adults in the county (62,000) provided unpaid care.",
        figure(0.1, "ratio", "One in ten adults", "adults", of=(1, 10)),
    ),
    passage(
        "Around 650 carers a year were offered a break, with up to £300 for each.",
        figure(650, "carers per year", "Around 650 carers a year"),
        figure(300, "pounds", "up to £300"),
    ),
    passage(
        "Ninety-two per cent of section 42 enquiries in 2023/24 had a risk removed or reduced.",
        figure(92, "%", "Ninety-two per cent", "section 42 enquiries", period=("2023/24", "financial year")),
    ),
    passage(
        "The team met targets in 10 of the last 12 months.",
    ),
    passage(
        "At the end of quarter 4, 7 of the 9 improvement measures were on track.",
        figure(7, "improvement measures", "7 of the 9 improvement measures", "improvement measures", of=(7, 9), period=("quarter 4", "quarter")),
    ),
    passage(
        "The local authority funded 26 voluntary organisations at a total cost of £3.4m a year.",
        figure(26, "voluntary organisations", "26 voluntary organisations"),
        figure(3400000, "pounds per year", "£3.4m a year"),
    ),
    passage(
        "Of the 1,240 people on the list, 310 had waited for more than 6 months.",
        figure(1240, "people", "1,240 people"),
        figure(310, "people", "310 had waited"),
        figure(6, "months", "more than 6 months"),
    ),
    passage(
        "The local authority used agency staff to cover 14% of social work posts in December 2024.",
        figure(14, "%", "14%", "social work posts", period=("December 2024", "month")),
    ),
    passage(
        "56.30% of carers felt involved in discussions about the person they cared for. This was somewhat worse than the England average of 66.56% (SACE, 2023/24).",
        figure(56.3, "%", "56.30%", "carers", period=("2023/24", "financial year"), beside="England average of 66.56%", comparable=True),
    ),
    passage(
        "Of 73 people whose DoLS authorisation had expired, 41 (56%) had been reviewed.",
        figure(73, "people", "73 people"),
        figure(56, "%", "41 (56%)", "people", of=(41, 73)),
    ),
    passage(
        "The local authority responded to 71 complaints in 2024-25 and took an average of 24 working days, compared with 31 working days in 2023-24.",
        figure(71, "complaints", "71 complaints", period=("2024-25", "financial year")),
        figure(24, "working days", "24 working days", period=("2024-25", "financial year"), beside="31 working days in 2023-24"),
    ),
    passage(
        "The Ombudsman investigated 12 complaints in 2023/24 and found fault in 9 (75%).",
        figure(12, "complaints", "12 complaints", period=("2023/24", "financial year")),
        figure(75, "%", "9 (75%)", "complaints", of=(9, 12), period=("2023/24", "financial year"), comparable=True),
    ),
    passage(
        "There had been a 22% rise in referrals to the front door between 2022/23 and 2023/24.",
        figure(22, "%", "22%", period=("between 2022/23 and 2023/24", "years")),
    ),
    passage(
        "Data showed 5.8% of concerns became enquiries in 2023/24, whereas the national rate was 28.7% (Safeguarding Adults Collection).",
        figure(5.8, "%", "5.8%", "concerns", period=("2023/24", "financial year"), beside="national rate was 28.7%", comparable=True),
    ),
    passage(
        "Providers described 3 weeks' notice of changes as too short.",
    ),
    passage(
        "Leaders said there were 7 people waiting over 6 months for supported living.",
        figure(7, "people", "7 people"),
        figure(6, "months", "over 6 months"),
    ),
    passage(
        "The authority spent 11.4% of its adult social care budget on prevention, equal to £9.6 million.",
        figure(11.4, "%", "11.4%", "adult social care budget"),
    ),
    passage(
        "Its population of 312,000 included 58,400 people aged 65 and over.",
        figure(312000, "people", "312,000"),
        figure(58400, "people", "58,400 people"),
    ),
    passage(
        "The rate of delayed discharges was 14.2 per 100,000, down from 21.0 per 100,000 in January 2024.",
        figure(14.2, "per 100,000", "14.2 per 100,000", beside="21.0 per 100,000 in January 2024"),
    ),
    passage(
        "Four of the 22 recommendations in the SAR action plan were overdue by more than 3 months.",
        figure(4, "recommendations", "Four of the 22 recommendations", "recommendations", of=(4, 22)),
    ),
    passage(
        "The commissioning team managed 212 contracts with 96 providers, worth £71 million a year.",
        figure(212, "contracts", "212 contracts"),
        figure(96, "providers", "96 providers"),
        figure(71000000, "pounds per year", "£71 million a year"),
    ),
    passage(
        "In the staff survey (2024), 68% of the 410 respondents said they felt safe to challenge.",
        figure(68, "%", "68%", "respondents", of=(None, 410), period=("2024", "calendar year")),
        figure(410, "respondents", "410 respondents", period=("2024", "calendar year")),
    ),
    passage(
        "Carers had waited on average 112 days in 2022 but only 45 days in 2024.",
        figure(112, "days", "112 days", period=("2022", "calendar year")),
        figure(45, "days", "45 days", period=("2024", "calendar year")),
    ),
    passage(
        "We saw evidence that 100% of frontline staff had supervision every 4 weeks.",
        figure(100, "%", "100%", "frontline staff"),
        cadences=("every 4 weeks",),
    ),
    passage(
        "There were two vacancies in a team of nine.",
        figure(2, "vacancies", "two vacancies"),
    ),
    passage(
        "The number of people using telecare doubled from 1,500 in 2020 to 3,000 in 2024.",
        dates=("2020", "2024",),
    ),
    passage(
        "The annual complaints report 2023-24 recorded 118 complaints, 45 concerns and 203 compliments.",
        figure(118, "complaints", "118 complaints", period=("2023-24", "financial year")),
        figure(45, "concerns", "45 concerns", period=("2023-24", "financial year")),
        figure(203, "compliments", "203 compliments", period=("2023-24", "financial year")),
    ),
    passage(
        "Reablement capacity was 640 hours a week; 83% of people left with no ongoing need, above the local target of 75% and the national figure of 77.5%.",
        figure(83, "%", "83%", "people", beside="local target of 75% and the national figure of 77.5%"),
    ),
    passage(
        "In all, 19 young people were being supported by the transitions team, of whom 6 were aged 17.",
        figure(19, "young people", "19 young people"),
        figure(6, "young people", "6 were aged"),
    ),
    passage(
        "The authority had rated itself 3 out of 4 for this theme.",
    ),
    passage(
        "Three people said they had waited for over a year.",
        figure(3, "people", "Three people"),
    ),
    passage(
        "The uphold rate of 64% in 2022/23 (7 of 11 investigations) was better than the 77% average for similar authorities.",
        figure(64, "%", "64%", "investigations", of=(7, 11), period=("2022/23", "financial year"), beside="77% average for similar authorities"),
    ),
    passage(
        "Between 40% and 50% of calls were about charges.",
        figure(None, "%", "Between 40% and 50%", "calls"),
    ),
    passage(
        "The Learning Academy had delivered 124 sessions since it opened in 2022.",
        figure(124, "sessions", "124 sessions"),
        dates=("2022",),
    ),
    passage(
        "The council's complaints policy allowed 20 working days for a reply. In 2024/25, 63% of 142 complaints were answered in that time.",
        figure(63, "%", "63%", "complaints", of=(None, 142), period=("2024/25", "financial year")),
        figure(142, "complaints", "142 complaints", period=("2024/25", "financial year")),
    ),
    passage(
        "SALT data (2023-24) showed 68.42% of people received no further support after reablement, significantly below the England average of 79.39%.",
        figure(68.42, "%", "68.42%", "people", period=("2023-24", "financial year"), beside="England average of 79.39%", comparable=True),
    ),
    passage(
        "In 2024 the waiting list had 155 people on it; a year earlier it had 390.",
        figure(155, "people", "155 people", period=("2024", "calendar year")),
    ),
    passage(
        "There were delays in 17% of hospital discharges in winter 2024/25.",
        figure(17, "%", "17%", "hospital discharges", period=("winter 2024/25", "season")),
    ),
    passage(
        "The contact centre answered 91% of calls within 2 minutes.",
        figure(91, "%", "91%", "calls"),
        figure(2, "minutes", "2 minutes"),
    ),
    passage(
        "The LGSCO upheld 5 out of 6 complaints (83%) about the council in 2022/23, compared to an average of 77% for comparable councils.",
        figure(83, "%", "5 out of 6 complaints (83%)", "complaints", of=(5, 6), period=("2022/23", "financial year"), beside="average of 77% for comparable councils"),
    ),
    passage(
        "The satisfaction rate was 88.2%, an improvement of 4.1 percentage points on 2023.",
        figure(88.2, "%", "88.2%"),
        figure(4.1, "percentage points", "4.1 percentage points"),
        dates=("2023",),
    ),
    passage(
        "Of the 52 providers who responded, 33 said they felt supported.",
        figure(52, "providers", "52 providers"),
    ),
    passage(
        "Homecare packages cost an average of £21.40 an hour.",
        figure(21.4, "pounds per hour", "£21.40 an hour"),
    ),
    passage(
        "More people with mental health needs were in employment (11%) than in England as a whole (8%).",
        figure(11, "%", "11%", beside="England as a whole (8%)"),
    ),
    passage(
        "Just 3% of the budget, £1.9m, was spent on carers.",
        figure(3, "%", "3%", "budget"),
        figure(1900000, "pounds", "£1.9m"),
    ),
    passage(
        "Between 1 April 2024 and 30 September 2024, 1,411 safeguarding concerns were received, with 398 meeting the threshold.",
        figure(1411, "safeguarding concerns", "1,411 safeguarding concerns", period=("Between 1 April 2024 and 30 September 2024", "months")),
    ),
    passage(
        "There were 12 people in long stay hospitals; six had discharge dates.",
        figure(12, "people", "12 people"),
    ),
    passage(
        "The director had met 140 staff in 11 roadshows.",
        figure(140, "staff", "140 staff"),
        figure(11, "roadshows", "11 roadshows"),
    ),
    passage(
        "Ninety-five of 100 files had a chronology.",
        figure(95, "files", "Ninety-five of 100 files", "files", of=(95, 100)),
    ),
    passage(
        "The learning forum, attended by between 30 and 40 practitioners, met monthly.",
        figure(None, "practitioners", "between 30 and 40 practitioners"),
        cadences=("monthly",),
    ),
    passage(
        "A 2-week turnaround for minor adaptations was achieved in 9 cases out of 10.",
        figure(9, "cases", "9 cases out of 10", "cases", of=(9, 10)),
    ),
    passage(
        "The proportion of care workers on zero-hours contracts was 38% (England 22%).",
        figure(38, "%", "38%", "care workers", beside="England 22%"),
    ),
]  # fmt: skip
