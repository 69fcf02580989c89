"""Made-up paragraphs of several sentences, with complaints, surveys, waits and money; no council or number is real.

They were written before their first reading; docs/reading-figures.md says how many were read rightly then.
"""

from __future__ import annotations

from tests.analysis.reports.figures_made_up import figure, passage

MORE_PAGES = [
    passage(
        "The local authority used a trusted assessor model. By the end of October 2024 there were 1,012 people on the waiting list, compared with 1,389 in April 2024, a fall of 27%.",
        figure(1012, "people", "1,012 people", period=("October 2024", "month"), beside="1,389 in April 2024"),
        figure(27, "%", "27%", period=("October 2024", "month")),
    ),
    passage(
        "People waited too long for financial assessments, with 211 waiting and the longest having waited 14 months.",
        figure(14, "months", "14 months"),
    ),
    passage(
        "Data from the Adult Social Care Survey for 2023/24 showed that 46.83% of people had as much social contact as they wanted, which was similar to the England average of 45.56%, while 78.75% said they had control over their daily life (England average 77.21%).",
        figure(46.83, "%", "46.83%", "people", period=("2023/24", "financial year"), beside="England average of 45.56%", comparable=True),
        figure(78.75, "%", "78.75%", "people", period=("2023/24", "financial year"), beside="England average 77.21%", comparable=True),
    ),
    passage(
        "Of 412 people discharged through pathway 1 between January and March 2025, 366 (89%) went home the same day.",
        figure(412, "people", "412 people", period=("between January and March 2025", "months")),
        figure(89, "%", "366 (89%)", "people", of=(366, 412), period=("between January and March 2025", "months")),
    ),
    passage(
        "Three of the four providers we spoke with said payments were late.",
        figure(3, "providers", "Three of the four providers", "providers", of=(3, 4)),
    ),
    passage(
        "In 2023-24 there were 13 complaints decided by the LGSCO. 9 were upheld (69%), compared to 80% for similar authorities.",
        figure(13, "complaints", "13 complaints", period=("2023-24", "financial year")),
        figure(69, "%", "9 were upheld (69%)", "complaints", of=(9, 13), period=("2023-24", "financial year"), beside="80% for similar authorities"),
    ),
    passage(
        "The council told us that complaints about charging had fallen by a third after the new leaflet was introduced.",
    ),
    passage(
        "More than half of all audits (54%) were graded good.",
        figure(54, "%", "54%", "audits"),
    ),
    passage(
        "Staff from 5 teams told us about the 'Bright Ideas' scheme, which had received 63 suggestions since its launch in 2021, 17 of which had been taken forward.",
        figure(5, "teams", "5 teams"),
        figure(63, "suggestions", "63 suggestions"),
        figure(17, "suggestions", "17 of which"),
        dates=("2021",),
    ),
    passage(
        "The coproduction group had 11 members, including 4 unpaid carers, and was paid £25 an hour.",
        figure(11, "members", "11 members"),
        figure(4, "unpaid carers", "4 unpaid carers"),
        figure(25, "pounds per hour", "£25 an hour"),
    ),
    passage(
        "An independent survey by Healthwatch of 230 residents found 7 in 10 did not know how to complain.",
        figure(230, "residents", "230 residents"),
        figure(0.7, "ratio", "7 in 10", of=(7, 10)),
    ),
    passage(
        "In the last financial year, the council received 1,233 compliments.",
        figure(1233, "compliments", "1,233 compliments", period=("In the last financial year", "relative")),
    ),
    passage(
        "The training academy offered 86 courses; 2,410 places had been taken up in the first 6 months of 2024/25, with an attendance rate of 91%.",
        figure(86, "courses", "86 courses"),
        figure(2410, "places", "2,410 places", period=("first 6 months of 2024/25", "half year")),
        figure(91, "%", "91%", period=("first 6 months of 2024/25", "half year")),
    ),
    passage(
        "There was one outstanding SAR and 2 had been published since our notification.",
    ),
    passage(
        "Around 1 in 10 social work posts was vacant.",
        figure(0.1, "ratio", "Around 1 in 10 social work posts", "social work posts", of=(1, 10)),
    ),
    passage(
        "The lead member had held the portfolio since May 2023.",
        dates=("since May 2023",),
    ),
    passage(
        "Leaders described a £7.3 million overspend and a savings plan of £12 million over 4 years.",
        figure(7300000, "pounds", "£7.3 million"),
        figure(12000000, "pounds", "£12 million"),
    ),
    passage(
        "Twelve of the 15 recommendations from the peer challenge in 2023 were complete.",
        figure(12, "recommendations", "Twelve of the 15 recommendations", "recommendations", of=(12, 15)),
        dates=("2023",),
    ),
    passage(
        "The average length of stay in reablement was 4.6 weeks, against a national benchmark of 6 weeks.",
        figure(4.6, "weeks", "4.6 weeks", beside="national benchmark of 6 weeks"),
    ),
    passage(
        "The proportion of older people who were still at home 91 days after discharge was 86.5% (SALT, 2023/24), better than the England average of 83.7%.",
        figure(86.5, "%", "86.5%", "older people", period=("2023/24", "financial year"), beside="England average of 83.7%", comparable=True),
    ),
    passage(
        "Staff retention was good: 64% of the workforce had been employed for over 5 years and just 3 social workers had left in 2024.",
        figure(64, "%", "64%", "workforce"),
        figure(3, "social workers", "3 social workers", period=("2024", "calendar year")),
    ),
    passage(
        "The front door team received an average of 2,900 contacts a month, 62% of which were closed with information and advice.",
        figure(2900, "contacts per month", "2,900 contacts a month"),
        figure(62, "%", "62%", "contacts"),
    ),
    passage(
        "As of January 2025, there were no outstanding annual reviews older than 24 months, and 71% of people had been reviewed in the previous year, an improvement from 58%.",
        figure(71, "%", "71%", "people", period=("in the previous year", "relative"), beside="58%"),
        dates=("January 2025",),
    ),
    passage(
        "Complaint numbers had increased (from 96 in 2022-23 to 131 in 2023-24).",
        dates=("2022-23", "2023-24",),
    ),
    passage(
        "The Ombudsman made 7 service improvement recommendations, all of which were complied with on time.",
        figure(7, "service improvement recommendations", "7 service improvement recommendations"),
    ),
    passage(
        "Responses to Freedom of Information requests were 93% on time.",
        figure(93, "%", "93%"),
    ),
    passage(
        "Six-monthly dip samples of 20 files were reported to the board.",
        figure(20, "files", "20 files"),
        cadences=("Six-monthly",),
    ),
    passage(
        "People with a learning disability (83%) were more likely to live in settled accommodation than the England average (81.5%).",
        figure(83, "%", "83%", "People with a learning disability", beside="England average (81.5%)"),
    ),
    passage(
        "The council's digital portal had 15,200 visits in its first year and 480 self-assessments were completed.",
        figure(15200, "visits", "15,200 visits"),
        figure(480, "self-assessments", "480 self-assessments"),
    ),
    passage(
        "Eleven newly qualified social workers started their ASYE in September 2024, bringing the total to 26.",
        figure(11, "newly qualified social workers", "Eleven newly qualified social workers"),
        dates=("September 2024",),
    ),
    passage(
        "The local authority's own data showed 1,876 people were in receipt of homecare in March 2025. There were 19 people awaiting a package of care, 11 of whom were in hospital.",
        figure(1876, "people", "1,876 people", period=("March 2025", "month")),
        figure(19, "people", "19 people"),
        figure(11, "people", "11 of whom"),
    ),
    passage(
        "National data showed 30.85% of carers accessed a support group or someone to talk to in confidence, which was similar to the England average (32.98%) (SACE, June 2024).",
        figure(30.85, "%", "30.85%", "carers", period=("June 2024", "month"), beside="England average (32.98%)", comparable=True),
    ),
    passage(
        "Staff told us they had between 15 and 20 cases each.",
        figure(None, "cases", "between 15 and 20 cases"),
    ),
    passage(
        "In 2023/24, 44 complaints were investigated under the statutory procedure; 12 were upheld, 17 partly upheld and 15 not upheld.",
        figure(44, "complaints", "44 complaints", period=("2023/24", "financial year")),
        figure(12, "complaints", "12 were upheld", period=("2023/24", "financial year")),
        figure(17, "complaints", "17 partly upheld", period=("2023/24", "financial year")),
        figure(15, "complaints", "15 not upheld", period=("2023/24", "financial year")),
    ),
    passage(
        "The majority of complaints (59%) related to delays. Fewer than 10 related to staff conduct.",
        figure(59, "%", "59%", "complaints"),
    ),
    passage(
        "Sixty-four per cent of reviews were overdue in April 2023; this had improved to 38% by the time of our visit.",
        figure(64, "%", "Sixty-four per cent", "reviews", period=("April 2023", "month")),
        figure(38, "%", "38%", period=("by the time of our visit", "at assessment")),
    ),
    passage(
        "The LGSCO annual review letter for 2023/24 said 4 of 5 complaints investigated were upheld (80%), which was the same as the average for similar authorities (80%).",
        figure(80, "%", "4 of 5 complaints investigated were upheld (80%)", "complaints", of=(4, 5), period=("2023/24", "financial year"), beside="average for similar authorities (80%)"),
    ),
    passage(
        "Council data for the 12 months to March 2024 showed the average wait for a financial assessment was 43 days.",
        figure(43, "days", "43 days", period=("12 months to March 2024", "financial year")),
    ),
    passage(
        "There were 2.3 million visits to the information website, a 15% increase on the previous year.",
        figure(2300000, "visits", "2.3 million visits"),
        figure(15, "%", "15%"),
    ),
    passage(
        "The Board received quarterly performance reports. In quarter 3, 88% of enquiries had been completed within 12 weeks.",
        figure(88, "%", "88%", "enquiries", period=("quarter 3", "quarter")),
        figure(12, "weeks", "12 weeks", period=("quarter 3", "quarter")),
        cadences=("quarterly",),
    ),
    passage(
        "Leaders said 9 new posts had been created at a cost of £410,000.",
        figure(9, "posts", "9 new posts"),
        figure(410000, "pounds", "£410,000"),
    ),
    passage(
        "The council had a workforce of 1,240 staff, of whom 18% were from ethnic minority backgrounds, compared to 22% of the population.",
        figure(1240, "staff", "1,240 staff"),
        figure(18, "%", "18%", "staff", of=(None, 1240), beside="22% of the population"),
    ),
    passage(
        "Following the restructure, 6 locality teams were replaced by 4 hubs.",
        figure(6, "locality teams", "6 locality teams"),
        figure(4, "hubs", "4 hubs"),
    ),
    passage(
        "The annual survey of providers (n=57) found 74% were satisfied with how they were paid.",
        figure(74, "%", "74%"),
    ),
    passage(
        "In one survey, 78% (n=57) of providers were satisfied.",
        figure(78, "%", "78% (n=57)", "providers", of=(None, 57)),
    ),
    passage(
        "There had been 3 SARs published in the last 2 years and 1 was in progress.",
        figure(3, "SARs", "3 SARs", period=("in the last 2 years", "relative")),
        figure(1, "SARs", "1 was in"),
    ),
    passage(
        "Care homes rated good or outstanding made up 77% of the market, below the regional average of 80%.",
        figure(77, "%", "77%", "market", beside="regional average of 80%"),
    ),
    passage(
        "The council commissioned 22,000 hours of homecare a week from 34 providers.",
        figure(22000, "hours of homecare per week", "22,000 hours of homecare a week"),
        figure(34, "providers", "34 providers"),
    ),
    passage(
        "We were told 65% of the training had been completed at 31 March 2025, against 40% at the same point a year earlier.",
        figure(65, "%", "65%", "training", period=("31 March 2025", "day"), beside="40% at the same point a year earlier"),
    ),
    passage(
        "An audit of 50 files in November 2024 found that 41 (82%) recorded the person's views. In 5 files there was no record of consent.",
        figure(50, "files", "50 files", period=("November 2024", "month")),
        figure(82, "%", "41 (82%)", "files", of=(41, 50), period=("November 2024", "month")),
        figure(5, "files", "5 files"),
    ),
    passage(
        "Two thirds (67%) of staff said they would recommend the council.",
        figure(67, "%", "67%", "staff"),
    ),
    passage(
        "The rate of permanent admissions to residential care was 487 per 100,000 older people in 2023/24, lower than the England average of 566 per 100,000.",
        figure(487, "per 100,000", "487 per 100,000", period=("2023/24", "financial year"), beside="England average of 566 per 100,000"),
    ),
    passage(
        "The overall satisfaction of carers had fallen from 42.1% in 2021-22 to 33.9% in 2023-24 (SACE).",
        figure(33.9, "%", "33.9%", "carers", period=("2023-24", "financial year"), beside="42.1% in 2021-22", comparable=True),
    ),
    passage(
        "The local authority had 8 approved mental health professionals; this had risen to 14 at the time of assessment.",
        figure(8, "approved mental health professionals", "8 approved mental health professionals"),
    ),
    passage(
        "The voluntary sector partnership included over 120 organisations and had distributed £1.5m of grants since 2021.",
        figure(120, "organisations", "over 120 organisations"),
        figure(1500000, "pounds", "£1.5m", period=("since 2021", "since")),
    ),
    passage(
        "Twenty-two of our 30 case records showed evidence of advocacy.",
        figure(22, "case records", "Twenty-two of our 30 case records", "case records", of=(22, 30)),
    ),
    passage(
        "It took on average 11 working days to respond to a complaint in 2024-25, and 96% of people received an acknowledgement within 3 working days.",
        figure(11, "working days", "11 working days", period=("2024-25", "financial year")),
        figure(96, "%", "96%", "people", period=("2024-25", "financial year")),
        figure(3, "working days", "3 working days", period=("2024-25", "financial year")),
    ),
    passage(
        "People aged over 85 made up 3.1% of the population.",
        figure(3.1, "%", "3.1%", "population"),
    ),
    passage(
        "Of those who responded, 73% agreed they had been treated with dignity.",
        figure(73, "%", "73%"),
    ),
    passage(
        "The team had 12.5 full-time equivalent posts, of which 2 were vacant.",
    ),
]  # fmt: skip
