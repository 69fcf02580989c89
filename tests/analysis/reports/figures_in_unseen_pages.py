"""Made-up paragraphs of several sentences, the last to be written; no council or number is real.

They were written before their first reading; docs/reading-figures.md says how many were read rightly then.
"""

from __future__ import annotations

from tests.analysis.reports.figures_made_up import figure, passage

UNSEEN_PAGES = [
    passage(
        "There were a high number of people awaiting review. Data from the local authority at March 2025 showed 1,322 overdue reviews, of which 604 were over 2 years old.",
        figure(1322, "reviews", "1,322 overdue reviews", period=("March 2025", "month")),
        figure(604, "reviews", "604 were over", period=("March 2025", "month")),
    ),
    passage(
        "The local authority had received 512 referrals for Care Act advocacy in 2024, a rise from 433 in 2023.",
        figure(512, "referrals", "512 referrals", period=("2024", "calendar year"), beside="433 in 2023"),
    ),
    passage(
        "ASCOF data for 2023-24 showed 17.03% of people using services received direct payments, which was somewhat worse than the England average (25.48%). Local data provided showed this had increased to 21% in 2024-25.",
        figure(17.03, "%", "17.03%", "people using services", period=("2023-24", "financial year"), beside="England average (25.48%)", comparable=True),
        figure(21, "%", "21%", period=("2024-25", "financial year")),
    ),
    passage(
        "Staff in the learning disability team held between 20 and 30 cases each. Leaders said the average was 24.",
        figure(None, "cases", "between 20 and 30 cases"),
    ),
    passage(
        "The LGSCO annual letter said 5 of the council's 6 upheld cases had been remedied on time.",
        figure(5, "cases", "5 of the council's 6 upheld cases", "upheld cases", of=(5, 6)),
    ),
    passage(
        "In 2023-24, the local authority received 96 complaints, 38 of which (40%) were upheld in full or in part.",
        figure(96, "complaints", "96 complaints", period=("2023-24", "financial year")),
        figure(40, "%", "38 of which (40%)", "complaints", of=(38, 96), period=("2023-24", "financial year")),
    ),
    passage(
        "The complaint rate was 2.1 per 1,000 people receiving care in 2023/24.",
        figure(2.1, "per 1,000", "2.1 per 1,000 people", "people", period=("2023/24", "financial year")),
    ),
    passage(
        "People waited 6 to 8 weeks for a sensory assessment.",
        figure(None, "weeks", "6 to 8 weeks"),
    ),
    passage(
        "From April 2024 to December 2024 there were 1,093 new contacts for unpaid carers, 72% of whom received a carer's assessment.",
        figure(1093, "contacts", "1,093 new contacts", period=("From April 2024 to December 2024", "months")),
        figure(72, "%", "72%", period=("From April 2024 to December 2024", "months")),
    ),
    passage(
        "Three in five homecare providers (61%) had a rating of good.",
        figure(61, "%", "Three in five homecare providers (61%)", "homecare providers"),
    ),
    passage(
        "All 14 team managers had completed coaching training and 9 of them had become mentors.",
        figure(14, "team managers", "14 team managers"),
        figure(9, "team managers", "9 of them"),
    ),
    passage(
        "We were told that a recent recruitment drive had reduced social work vacancies from 31 to 12.",
    ),
    passage(
        "The council had closed 2 of its 5 day centres in 2023.",
        figure(2, "day centres", "2 of its 5 day centres", "day centres", of=(2, 5), period=("2023", "calendar year")),
    ),
    passage(
        "Training compliance was high: safeguarding 94%, mental capacity 91% and equality 97%.",
        figure(94, "%", "94%"),
        figure(91, "%", "91%"),
        figure(97, "%", "97%"),
    ),
    passage(
        "The local authority had approximately 3,700 homecare hours a week on its framework.",
        figure(3700, "homecare hours per week", "approximately 3,700 homecare hours a week"),
    ),
    passage(
        "A dip sample of 25 closed complaints in January 2025 showed that 80% had a recorded learning point.",
        figure(25, "complaints", "25 closed complaints", period=("January 2025", "month")),
        figure(80, "%", "80%", period=("January 2025", "month")),
    ),
    passage(
        "Between October and December 2024, 84% of DoLS authorisations were completed in 21 days.",
        figure(84, "%", "84%", "DoLS authorisations", period=("Between October and December 2024", "months")),
    ),
    passage(
        "There were no complaints upheld by the LGSCO in 2024.",
        dates=("2024",),
    ),
    passage(
        "52% of the workforce were aged over 50, and 9% were under 30.",
        figure(52, "%", "52%", "workforce"),
        figure(9, "%", "9%", "workforce"),
    ),
    passage(
        "Local account group members told us they had met 4 times in 2024 and seen 3 changes.",
        figure(3, "changes", "3 changes", period=("2024", "calendar year")),
    ),
    passage(
        "The backlog stood at 73 cases on the day of our visit, down from 211 at its peak.",
        figure(73, "cases", "73 cases", beside="211"),
    ),
    passage(
        "Twenty per cent of staff had left in the year, against 13% in the region.",
        figure(20, "%", "Twenty per cent", "staff", beside="13%"),
    ),
    passage(
        "The number of safeguarding concerns increased by 18% to 2,960 in 2024/25.",
        figure(18, "%", "18%"),
        figure(2960, "safeguarding concerns", "2,960", period=("2024/25", "financial year")),
    ),
    passage(
        "More than 4,000 people a year were supported by voluntary sector grants worth £2.1 million.",
        figure(4000, "people per year", "More than 4,000 people a year"),
        figure(2100000, "pounds", "£2.1 million"),
    ),
    passage(
        "Referrals were screened within 24 hours in 97% of cases.",
        figure(24, "hours", "24 hours"),
        figure(97, "%", "97%", "cases"),
    ),
    passage(
        "The report in June 2024 noted that 11 of 18 actions were complete; by December, 16 were.",
        figure(11, "actions", "11 of 18 actions", "actions", of=(11, 18)),
        dates=("June 2024",),
    ),
    passage(
        "The council ranked 12th of 151 local authorities for carer satisfaction.",
    ),
    passage(
        "Four supported living schemes, with a total of 38 tenancies, were planned for 2026.",
        figure(38, "tenancies", "38 tenancies"),
        dates=("2026",),
    ),
    passage(
        "Reablement outcomes were good, with 3 out of 4 people needing no further care.",
        figure(3, "people", "3 out of 4 people", "people", of=(3, 4)),
    ),
    passage(
        "The average age of the workforce was 48.",
    ),
    passage(
        "Almost two thirds of people (64.8%) in the survey said that they felt listened to.",
        figure(64.8, "%", "64.8%", "people"),
    ),
    passage(
        "The local authority had 1,215 open safeguarding enquiries in 2024-25, with 82% closed within 3 months. Leaders told us the oldest enquiry had been open for 14 months.",
        figure(1215, "safeguarding enquiries", "1,215 open safeguarding enquiries", period=("2024-25", "financial year")),
        figure(82, "%", "82%", "open safeguarding enquiries", of=(None, 1215), period=("2024-25", "financial year")),
        figure(3, "months", "3 months", period=("2024-25", "financial year")),
    ),
    passage(
        "Waiting lists for financial assessments stood at 402 in January 2025, a reduction from 655 in January 2024.",
        dates=("January 2025", "January 2024",),
    ),
    passage(
        "National data (ASCS 2023/24) showed 73.91% of people reported that they had enough choice, similar to the England average of 70.28%, and 41.86% of people did not buy any additional care (England average 64.39%).",
        figure(73.91, "%", "73.91%", "people", period=("2023/24", "financial year"), beside="England average of 70.28%", comparable=True),
        figure(41.86, "%", "41.86%", "people", period=("2023/24", "financial year"), beside="England average 64.39%", comparable=True),
    ),
    passage(
        "Only 4% of carers were able to access respite at short notice, against an England average of 12.08% (SACE 2023/24).",
        figure(4, "%", "4%", "carers", period=("2023/24", "financial year"), beside="England average of 12.08%", comparable=True),
    ),
    passage(
        "A total of 23 complaints were referred to the LGSCO between April 2023 and March 2024. Eleven were investigated and ten upheld, giving an uphold rate of 91%.",
        figure(23, "complaints", "23 complaints", period=("between April 2023 and March 2024", "financial year")),
        figure(11, "complaints", "Eleven were investigated"),
        figure(10, "complaints", "ten upheld"),
        figure(91, "%", "91%", "complaints", of=(10, 11), period=("between April 2023 and March 2024", "financial year")),
    ),
    passage(
        "The council's uphold rate was 68% in 2023/24 compared to 76% in 2022/23 and an average of 80% for similar authorities.",
        figure(68, "%", "68%", period=("2023/24", "financial year"), beside="76% in 2022/23 and an average of 80% for similar authorities"),
    ),
    passage(
        "In 2024, there were 16 student social workers on placement; 5 of them had since joined the council.",
        figure(16, "student social workers", "16 student social workers", period=("2024", "calendar year")),
        figure(5, "student social workers", "5 of them", period=("2024", "calendar year")),
    ),
    passage(
        "Staff turnover had halved to 9%.",
        figure(9, "%", "9%", "Staff"),
    ),
    passage(
        "The service worked with 280 adults at any one time and employed 37 support workers.",
        figure(280, "adults", "280 adults"),
        figure(37, "support workers", "37 support workers"),
    ),
    passage(
        "There had been 3 serious incidents since April 2024 and all had been reviewed within 10 working days.",
        figure(3, "serious incidents", "3 serious incidents", period=("since April 2024", "since")),
        figure(10, "working days", "10 working days"),
    ),
    passage(
        "Leaders expected to save £3 million by bringing 40 people back to the county by 2027.",
        figure(3000000, "pounds", "£3 million"),
        figure(40, "people", "40 people"),
        dates=("2027",),
    ),
    passage(
        "The borough was ranked 38 out of 151 local authorities for deprivation.",
    ),
    passage(
        "Over a third of the workforce (35%) was due to retire within 10 years.",
        figure(35, "%", "35%", "workforce"),
    ),
    passage(
        "Data for quarter 1 of 2025/26 showed 77% of contacts were resolved at first point of contact compared with 69% in quarter 1 of 2024/25.",
        figure(77, "%", "77%", "contacts", period=("quarter 1 of 2025/26", "quarter"), beside="69% in quarter 1 of 2024/25"),
    ),
    passage(
        "We spoke to 12 people who used services, 9 unpaid carers and 31 members of staff.",
        figure(12, "people", "12 people"),
        figure(9, "unpaid carers", "9 unpaid carers"),
        figure(31, "members of staff", "31 members of staff"),
    ),
    passage(
        "The local authority commissioned 61% of its homecare from 5 lead providers.",
        figure(61, "%", "61%", "homecare"),
        figure(5, "lead providers", "5 lead providers"),
    ),
    passage(
        "There were 6.5 vacancies in a team of 40.",
    ),
    passage(
        "A survey of social workers in May 2024 found 78% (62 of 80) felt their caseload was fair.",
        figure(78, "%", "78% (62 of 80)", of=(62, 80), period=("May 2024", "month")),
    ),
    passage(
        "The average time from referral to decision was 19 days (target 15 days).",
        figure(19, "days", "19 days", beside="target 15 days"),
    ),
    passage(
        "Carers' assessments had increased by more than half, from 610 to 940 a year.",
    ),
    passage(
        "In the year to 31 March 2025 there were 2,004 new requests for support per 100,000 adults.",
        figure(2004, "per 100,000", "2,004 new requests for support per 100,000 adults", "adults", period=("year to 31 March 2025", "financial year")),
    ),
    passage(
        "Eight percent of reviews were done by telephone.",
        figure(8, "%", "Eight percent", "reviews"),
    ),
    passage(
        "It had a small learning disability team (4 staff).",
        figure(4, "staff", "4 staff"),
    ),
    passage(
        "The advocacy provider supported 340 people in 2023-24, 12% more than the year before.",
        figure(340, "people", "340 people", period=("2023-24", "financial year")),
        figure(12, "%", "12%", period=("2023-24", "financial year")),
    ),
    passage(
        "Half of the complaints received were resolved within a week.",
        figure(None, None, "Half", "complaints received"),
    ),
    passage(
        "The local authority had signed up to the 5 pledges of the Social Care Charter and met 3 of them.",
        figure(5, "pledges", "5 pledges"),
        figure(3, "pledges", "3 of them"),
    ),
    passage(
        "Two councillors sat on the board, which met every 2 months.",
        figure(2, "councillors", "Two councillors"),
        cadences=("every 2 months",),
    ),
    passage(
        "The independent chair had been in post since 2019 and was supported by 2 business managers.",
        figure(2, "business managers", "2 business managers"),
        dates=("since 2019",),
    ),
]  # fmt: skip
