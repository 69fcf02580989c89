"""Made-up paragraphs of several sentences, in the manner of published assessments; no council or number is real.

They were written before their first reading; docs/reading-figures.md says how many were read rightly then.
"""

from __future__ import annotations

from tests.analysis.reports.figures_made_up import figure, passage

PAGES = [
    passage(
        "People could contact adult social care through one front door. In the 12 months to September 2024 the contact centre handled 38,412 calls, and 74% were resolved at first contact. Staff said there were 17 call handlers and 2 team managers.",
        figure(38412, "calls", "38,412 calls", period=("12 months to September 2024", "year")),
        figure(74, "%", "74%", period=("12 months to September 2024", "year")),
        figure(17, "call handlers", "17 call handlers"),
        figure(2, "team managers", "2 team managers"),
    ),
    passage(
        "As at 30 September 2024, there were 312 people waiting for a Care Act assessment, with a median wait of 41 days and a maximum wait of 287 days. This was an improvement on 540 people in January 2024. The local authority's target was for assessments to begin within 28 days.",
        figure(312, "people", "312 people", period=("30 September 2024", "day"), beside="540 people in January 2024"),
        figure(41, "days", "41 days", period=("30 September 2024", "day")),
        figure(287, "days", "287 days", period=("30 September 2024", "day")),
    ),
    passage(
        "For occupational therapy, 196 people were waiting. The longest wait was 9 months. High priority referrals were seen within 5 days.",
        figure(196, "people", "196 people"),
        figure(9, "months", "9 months"),
        figure(5, "days", "5 days"),
    ),
    passage(
        "National data from the Survey of Adult Carers in England (SACE) for 2023-2024 showed 28.95% of carers were satisfied with social services, which was worse than the England average of 36.83%. It also showed 24.27% of carers had as much social contact as they wanted, compared to an England average of 30.02%.",
        figure(28.95, "%", "28.95%", "carers", period=("2023-2024", "financial year"), beside="England average of 36.83%", comparable=True),
        figure(24.27, "%", "24.27%", "carers", period=("2023-2024", "financial year"), beside="England average of 30.02%", comparable=True),
    ),
    passage(
        "Data from ASCOF (2023/24) showed that 29.6% of people aged 65 and over received direct payments, above the England average of 14.3%, and 41.2% of those aged 18 to 64, compared with 37.1% nationally.",
        figure(29.6, "%", "29.6%", "people aged 65 and over", period=("2023/24", "financial year"), beside="England average of 14.3%", comparable=True),
        figure(41.2, "%", "41.2%", "those aged 18 to 64", period=("2023/24", "financial year"), beside="37.1% nationally", comparable=True),
    ),
    passage(
        "The local authority completed 1,020 carers assessments in 2023/24, up from 780 in 2022/23, an increase of 31%. However, 3 of the 9 carers we spoke with had not been offered an assessment.",
        figure(1020, "carers assessments", "1,020 carers assessments", period=("2023/24", "financial year"), beside="780 in 2022/23"),
        figure(31, "%", "31%", period=("2023/24", "financial year")),
        figure(3, "carers", "3 of the 9 carers", "carers", of=(3, 9)),
    ),
    passage(
        "There were 48 residential homes, 22 nursing homes and 65 homecare agencies registered with CQC. Of the residential homes, 81% were rated good, 4% outstanding and 15% requires improvement.",
        figure(48, "residential homes", "48 residential homes"),
        figure(22, "nursing homes", "22 nursing homes"),
        figure(65, "homecare agencies", "65 homecare agencies"),
        figure(81, "%", "81%", "residential homes", of=(None, 48)),
        figure(4, "%", "4%", "residential homes", of=(None, 48)),
        figure(15, "%", "15%", "residential homes", of=(None, 48)),
    ),
    passage(
        "At the time of the assessment there were no people waiting for homecare. Between March and August 2024, the average time to source a package was 1.8 days. In the same period 14 providers handed back contracts, affecting 62 people.",
        figure(1.8, "days", "1.8 days", period=("Between March and August 2024", "months")),
        figure(14, "providers", "14 providers", period=("Between March and August 2024", "months")),
        figure(62, "people", "62 people", period=("Between March and August 2024", "months")),
    ),
    passage(
        "The council spent £94.6 million on adult social care in 2023/24, which was 36% of its net budget. It had planned savings of £4.2m for 2024/25.",
        figure(94600000, "pounds", "£94.6 million", period=("2023/24", "financial year")),
        figure(36, "%", "36%", "net budget", period=("2023/24", "financial year")),
        figure(4200000, "pounds", "£4.2m", period=("2024/25", "financial year")),
    ),
    passage(
        "Skills for Care estimated a vacancy rate of 8.3% in 2023/24, lower than the regional average of 9.1% and similar to the England average of 8.1%. Turnover was 22.4%.",
        figure(8.3, "%", "8.3%", period=("2023/24", "financial year"), beside="regional average of 9.1% and similar to the England average of 8.1%"),
        figure(22.4, "%", "22.4%"),
    ),
    passage(
        "In the year ending March 2024, the local authority received 2,310 safeguarding concerns, of which 640 (28%) progressed to a section 42 enquiry. The conversion rate in 2022/23 had been 35%.",
        figure(2310, "safeguarding concerns", "2,310 safeguarding concerns", period=("year ending March 2024", "financial year")),
        figure(28, "%", "640 (28%)", "safeguarding concerns", of=(640, 2310), period=("year ending March 2024", "financial year")),
        figure(35, "%", "35%", period=("2022/23", "financial year")),
    ),
    passage(
        "Data showed that 95% of people were asked about their desired outcomes and, of these, 92% had them fully or partly met.",
        figure(95, "%", "95%", "people"),
        figure(92, "%", "92%"),
    ),
    passage(
        "There were 427 Deprivation of Liberty Safeguards applications outstanding, the oldest of which dated from 2021. A team of six best interests assessors had been joined by four more in spring.",
        figure(427, "Deprivation of Liberty Safeguards applications", "427 Deprivation of Liberty Safeguards applications"),
        figure(6, "best interests assessors", "six best interests assessors"),
        dates=("2021",),
    ),
    passage(
        "The population of the borough was 268,700 at the 2021 Census and 34% of residents were from minority ethnic groups. The number of people aged 85 and over was expected to grow by 62% by 2040.",
        figure(268700, "people", "268,700", period=("2021", "calendar year")),
        figure(34, "%", "34%", "residents", period=("2021", "calendar year")),
        figure(62, "%", "62%"),
        dates=("2040",),
    ),
    passage(
        "Staff had an average caseload of 18. Newly qualified social workers had a reduced caseload of 12 people in their first year.",
        figure(12, "people", "12 people"),
    ),
    passage(
        "The annual employee survey showed that 81% of adult social care staff would recommend the council as a place to work, against 73% across the council. The response rate rose to 62% from 48% the year before.",
        figure(81, "%", "81%", "adult social care staff", beside="73%"),
        figure(62, "%", "62%", beside="48% the year before"),
    ),
    passage(
        "In 2023/24 the Ombudsman received 21 complaints and enquiries about adult social care. It carried out 6 detailed investigations and upheld 5 of them, an uphold rate of 83%. This compares to an average of 79% in similar authorities. In 1 out of 5 upheld cases (20%) a satisfactory remedy had already been offered.",
        figure(21, "complaints and enquiries", "21 complaints and enquiries", period=("2023/24", "financial year")),
        figure(6, "investigations", "6 detailed investigations", period=("2023/24", "financial year")),
        figure(5, "investigations", "5 of them", period=("2023/24", "financial year")),
        figure(83, "%", "83%", "detailed investigations", of=(5, 6), period=("2023/24", "financial year"), beside="average of 79% in similar authorities"),
        figure(20, "%", "1 out of 5 upheld cases (20%)", "upheld cases", of=(1, 5)),
    ),
    passage(
        "The complaints team responded to 89% of statutory complaints on time in 2023/24, against a target of 90%; the figure for 2022/23 was 71%. Forty-three compliments were received.",
        figure(89, "%", "89%", "statutory complaints", period=("2023/24", "financial year"), beside="target of 90%"),
        figure(71, "%", "71%", period=("2022/23", "financial year")),
        figure(43, "compliments", "Forty-three compliments"),
    ),
    passage(
        "Two thirds of the partnership board were people with lived experience, and the board was co-chaired by one of them. It had met on eight occasions.",
        figure(None, None, "Two thirds", "partnership board"),
    ),
    passage(
        "The Quality Assurance Framework set a target of 10 audits a month. Between April and June 2024, 27 audits had been completed; nine were graded requires improvement, sixteen good and two outstanding.",
        figure(27, "audits", "27 audits", period=("Between April and June 2024", "months")),
        figure(9, "audits", "nine were graded", period=("Between April and June 2024", "months")),
    ),
    passage(
        "Leaders said agency staff made up 11% of the workforce, down from 19% in 2021. There were 23 agency social workers at the time of our visit.",
        figure(11, "%", "11%", "workforce", beside="19% in 2021"),
        figure(23, "agency social workers", "23 agency social workers", period=("at the time of our visit", "at assessment")),
    ),
    passage(
        "Since 2022, 36 practitioners had completed approved mental health professional training, and a further 5 were due to qualify by summer 2025.",
        figure(36, "practitioners", "36 practitioners", period=("Since 2022", "since")),
        dates=("summer 2025",),
    ),
    passage(
        "Feedback from 22 unpaid carers was mixed. Carers waited on average 54 days for an assessment in Q1 2024/25; by Q3 this had fallen to 19 days.",
        figure(22, "unpaid carers", "22 unpaid carers"),
        figure(54, "days", "54 days", period=("Q1 2024/25", "quarter")),
        figure(19, "days", "19 days"),
    ),
    passage(
        "In 2022, a total of 1,446 people used reablement, and 62.4% needed no ongoing support afterwards. The figure for 2023 was 68.1%.",
        figure(1446, "people", "1,446 people", period=("2022", "calendar year")),
        figure(62.4, "%", "62.4%", period=("2022", "calendar year")),
        figure(68.1, "%", "68.1%", period=("2023", "calendar year")),
    ),
    passage(
        "The local authority told us they had 4.2 whole time equivalent vacancies in the hospital team, equal to 12% of posts.",
    ),
    passage(
        "Of the 35 people whose records we reviewed, 29 had been asked what mattered to them.",
        figure(35, "people", "35 people"),
        figure(29, "people", "29 had been asked"),
    ),
    passage(
        "We tracked six cases. In four of the six cases, the person had been offered an advocate.",
        figure(6, "cases", "six cases"),
        figure(4, "cases", "four of the six cases", "cases", of=(4, 6)),
    ),
    passage(
        "Partners said around a third of referrals were not suitable.",
        figure(None, None, "around a third", "referrals"),
    ),
    passage(
        "The council's Adult Social Care Survey (2024) results showed 79.9% of people who use services found it easy to find information, somewhat better than the England average of 67.12%.",
        figure(79.9, "%", "79.9%", "people who use services", period=("2024", "calendar year"), beside="England average of 67.12%", comparable=True),
    ),
    passage(
        "According to the ASC-WDS, 44.75% of staff had completed the Care Certificate or were in progress, compared with 49.65% across England (October 2023).",
        figure(44.75, "%", "44.75%", "staff", period=("October 2023", "month"), beside="49.65% across England", comparable=True),
    ),
    passage(
        "Turnover had reduced from 15.5% to 12.2% in the past year and sickness stood at 5.6%.",
        figure(12.2, "%", "12.2%", period=("in the past year", "relative"), beside="15.5%"),
        figure(5.6, "%", "5.6%"),
    ),
    passage(
        "The local authority had 158 complaints in 2021/22, 143 in 2022/23 and 127 in 2023/24.",
        figure(158, "complaints", "158 complaints", period=("2021/22", "financial year")),
        figure(143, "complaints", "143", period=("2022/23", "financial year")),
        figure(127, "complaints", "127", period=("2023/24", "financial year")),
    ),
    passage(
        "Eighteen complaints (14%) were about charging, 33 (26%) about delay and 25 (20%) about communication.",
        figure(14, "%", "Eighteen complaints (14%)", "complaints", of=(18, None)),
        figure(26, "%", "33 (26%)", "complaints", of=(33, None)),
        figure(20, "%", "25 (20%)", "complaints", of=(25, None)),
    ),
    passage(
        "There were 12 SAR referrals, 3 of which met the criteria.",
        figure(12, "SAR referrals", "12 SAR referrals"),
        figure(3, "SAR referrals", "3 of which"),
    ),
    passage(
        "The Board had commissioned one safeguarding adults review in the previous 12 months and two were in progress.",
    ),
    passage(
        "68 per cent of staff responding to the health check felt safe to raise concerns, up four percentage points on 2022.",
        figure(68, "%", "68 per cent", "staff"),
        figure(4, "percentage points", "four percentage points"),
        dates=("2022",),
    ),
    passage(
        "The standard for \"safe workloads\" scored 71 out of 100, up from 64.",
    ),
    passage(
        "The Care Quality Commission rated 82% of community services in the area good or outstanding, compared with a regional figure of 79%.",
        figure(82, "%", "82%", "community services", beside="regional figure of 79%"),
    ),
    passage(
        "It had 1,100 shared lives placements, more than any other council in the region.",
        figure(1100, "shared lives placements", "1,100 shared lives placements"),
    ),
    passage(
        "Staff had access to 40 e-learning modules and attended at least 5 days of training a year.",
        figure(40, "e-learning modules", "40 e-learning modules"),
    ),
    passage(
        "A 10-point plan was agreed. The plan had 27 actions, 19 of which were complete.",
        figure(27, "actions", "27 actions"),
        figure(19, "actions", "19 of which"),
    ),
    passage(
        "An estimated 32,000 people in the county provided unpaid care; 2,840 were known to the council.",
        figure(32000, "people", "32,000 people"),
        figure(2840, "people", "2,840 were known"),
    ),
    passage(
        "The average cost of a residential placement was £1,184 per week in 2023/24.",
        figure(1184, "pounds per week", "£1,184 per week", period=("2023/24", "financial year")),
    ),
    passage(
        "In March 2025 the council approved £750,000 over three years for carers' breaks.",
        figure(750000, "pounds", "£750,000", period=("March 2025", "month")),
    ),
    passage(
        "The overall satisfaction score was 4.3 out of 5.",
    ),
    passage(
        "The county had a population of 1.2 million, 21% of whom were aged over 65.",
        figure(1200000, "people", "1.2 million"),
        figure(21, "%", "21%", "population"),
    ),
    passage(
        "Leaders told us 450 of 520 staff (87%) had completed Oliver McGowan training Part 1 by April 2024.",
        figure(87, "%", "450 of 520 staff (87%)", "staff", of=(450, 520)),
        dates=("April 2024",),
    ),
    passage(
        "Complaint responses took an average of 38 working days against a local standard of 25 working days.",
        figure(38, "working days", "38 working days", beside="local standard of 25 working days"),
    ),
    passage(
        "Over the last 3 years, the number of people in supported living had risen from 212 to 301.",
        figure(301, "people", "301", period=("Over the last 3 years", "relative"), beside="212"),
    ),
    passage(
        "None of the 4 recommendations was overdue.",
        figure(4, "recommendations", "4 recommendations"),
    ),
    passage(
        "Three quarters of the workforce had been in post for more than 5 years.",
        figure(None, None, "Three quarters", "workforce"),
    ),
    passage(
        "The telecare service supported nearly 6,000 residents, with 98% of calls answered within 60 seconds.",
        figure(6000, "residents", "nearly 6,000 residents"),
        figure(98, "%", "98%", "calls"),
        figure(60, "seconds", "60 seconds"),
    ),
    passage(
        "People told us it took 3 months to get a ramp fitted.",
        figure(3, "months", "3 months"),
    ),
    passage(
        "The LGSCO's 2023-24 review showed an uphold rate of 86% from 14 detailed investigations, against 80% for similar councils. The council had complied with 100% of recommendations, of which 2 were late.",
        figure(86, "%", "86% from 14 detailed investigations", "detailed investigations", of=(None, 14), period=("2023-24", "financial year"), beside="80% for similar councils", comparable=True),
        figure(100, "%", "100%", "recommendations"),
    ),
    passage(
        "The peer review (June 2022) made 15 recommendations; 11 had been completed by our visit.",
        figure(15, "recommendations", "15 recommendations"),
        figure(11, "recommendations", "11 had been completed"),
        dates=("June 2022",),
    ),
    passage(
        "Some 70 staff and 30 partners attended the annual practice conference in October 2024.",
        figure(70, "staff", "Some 70 staff", period=("October 2024", "month")),
        figure(30, "partners", "30 partners", period=("October 2024", "month")),
    ),
    passage(
        "For 2024/25, 7% of the training budget went unspent.",
        figure(7, "%", "7%", "training budget", period=("2024/25", "financial year")),
    ),
]  # fmt: skip
