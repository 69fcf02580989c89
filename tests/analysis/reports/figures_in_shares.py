"""Made-up passages with shares and rates, in the manner of published assessments; no council or number is real."""

from __future__ import annotations

from tests.analysis.reports.figures_made_up import CY, FY, figure, passage

Y23, Y24 = ("2023/24", FY), ("2024/25", FY)
SHARES = [
    # National surveys beside their averages.
    passage(
        "68.31% of people who use services were satisfied with their care and support. This was similar to the England average of 62.72% (ASCS).",
        figure(
            68.31,
            "%",
            "68.31%",
            "people who use services",
            beside="England average of 62.72%",
            comparable=True,
        ),
    ),
    passage(
        "National data from the Adult Social Care Survey (ASCS) for 2023/24 said 71.18% of people who used services felt safe, which was not statistically different from the England average (71.06%).",
        figure(
            71.18,
            "%",
            "71.18%",
            "people who used services",
            period=Y23,
            beside="England average (71.06%)",
            comparable=True,
        ),
    ),
    passage(
        "In the ASCS (2023/24), 61% of people said support helped them feel better about themselves, which was in line with the England average, and 69% of people spent time doing things they valued, which was slightly above the England average of 67%.",
        figure(61, "%", "61%", "people", period=Y23, beside="England average", comparable=True),
        figure(69, "%", "69%", "people", period=Y23, beside="England average of 67%", comparable=True),
    ),
    passage(
        "The Survey of Adult Carers (SACE, 2023-2024) showed 91.12% of carers found information helpful, which was better than the national average (85.22%).",
        figure(
            91.12,
            "%",
            "91.12%",
            "carers",
            period=("2023-2024", FY),
            beside="national average (85.22%)",
            comparable=True,
        ),
    ),
    passage(
        "Data from the ASCS for 2022-23 showed 64.2% of people said help made them feel better (national average 62.48%); 70.25% of people spent their time as they wished (national average 69.09%).",
        figure(
            64.2,
            "%",
            "64.2%",
            "people",
            period=("2022-23", FY),
            beside="national average 62.48%",
            comparable=True,
        ),
        figure(
            70.25,
            "%",
            "70.25%",
            "people",
            period=("2022-23", FY),
            beside="national average 69.09%",
            comparable=True,
        ),
    ),
    passage(
        "SALT data for 2023/24 showed a high proportion of people (90.10%) who received short-term support no longer needed it, which was better than the national average (79.39%).",
        figure(
            90.1, "%", "90.10%", "people", period=Y23, beside="national average (79.39%)", comparable=True
        ),
    ),
    passage(
        "The number of carers able to spend time doing things they enjoyed (12.00%) was similar to the national average (15.97%) in the SACE for 2023/24.",
        figure(12, "%", "12.00%", "carers", period=Y23, beside="national average (15.97%)", comparable=True),
    ),
    passage(
        "35.3% of unpaid carers were satisfied with social services (England average 36.8%) (SACE, June 2024).",
        figure(
            35.3,
            "%",
            "35.3%",
            "unpaid carers",
            period=("June 2024", "month"),
            beside="England average 36.8%",
            comparable=True,
        ),
    ),
    passage(
        "Skills for Care data for 2023/24 showed 41.6% of staff held the Care Certificate; the England figure was 55.5%.",
        figure(41.6, "%", "41.6%", "staff", period=Y23, beside="England figure was 55.5%", comparable=True),
    ),
    passage(
        "Compared with the England average of 26.2%, 31.4% of people using services received direct payments in 2023/24 (ASCOF).",
        figure(
            31.4,
            "%",
            "31.4%",
            "people using services",
            period=Y23,
            beside="England average of 26.2%",
            comparable=True,
        ),
    ),
    passage(
        "The local authority's staff turnover rate was 12.4% in 2023/24 compared to the regional average of 14.1%.",
        figure(12.4, "%", "12.4%", "staff", period=Y23, beside="regional average of 14.1%"),
    ),
    passage(
        "Staff vacancy rates stood at 7.5 per cent, down from 11 per cent in March 2023.",
        figure(7.5, "%", "7.5 per cent", "Staff", beside="11 per cent in March 2023"),
    ),
    passage(
        "Sickness absence was 4.8%, against a target of 4%.",
        figure(4.8, "%", "4.8%", beside="target of 4%"),
    ),
    passage(
        "National data showed 77% of people who used services had choice over their care, somewhat worse than the England average of 79% (ASCS, 2024).",
        figure(
            77,
            "%",
            "77%",
            "people who used services",
            period=("2024", CY),
            beside="England average of 79%",
            comparable=True,
        ),
    ),
    # The council's own figures.
    passage(
        "In 2024/25, 212 audits were completed, with 61% judged good or better, compared with 54% in 2023/24.",
        figure(212, "audits", "212 audits", period=Y24),
        figure(61, "%", "61%", "audits", (None, 212), Y24, "54% in 2023/24"),
    ),
    passage(
        "Of 118 complaints received between April 2024 and March 2025, 37 (31%) were upheld or partly upheld.",
        figure(118, "complaints", "118 complaints", period=("between April 2024 and March 2025", FY)),
        figure(31, "%", "37 (31%)", "complaints", (37, 118), ("between April 2024 and March 2025", FY)),
    ),
    passage(
        "The Ombudsman carried out 10 detailed investigations, and 7 were upheld: an uphold rate of 70%, lower than the 80% average for similar authorities.",
        figure(10, "investigations", "10 detailed investigations"),
        figure(7, "investigations", "7 were upheld"),
        figure(
            70, "%", "70%", "detailed investigations", (7, 10), beside="80% average for similar authorities"
        ),
    ),
    passage(
        "The LGSCO upheld 75% of cases investigated in 2023/24.",
        figure(75, "%", "75%", "cases investigated", period=Y23),
    ),
    passage(
        "Leaders told us 92% of social workers had completed the training, an increase from 80% the previous year.",
        figure(92, "%", "92%", "social workers", beside="80% the previous year"),
    ),
    passage(
        "Satisfaction rose from 71% in 2022/23 to 78% in 2023/24.",
        figure(78, "%", "78%", period=Y23, beside="71% in 2022/23"),
    ),
    passage(
        "Waiting lists had reduced by 40% in the last 12 months.",
        figure(40, "%", "40%", period=("in the last 12 months", "relative")),
    ),
    passage(
        "There had been a 10% increase in requests for support over the last year.",
        figure(10, "%", "10%", period=("over the last year", "relative")),
    ),
    passage(
        "The rate had improved by 3 percentage points since 2022.",
        figure(3, "percentage points", "3 percentage points", period=("since 2022", "since")),
    ),
    passage(
        "88% (44 of 50) of the case files audited showed the person's voice.",
        figure(88, "%", "88% (44 of 50)", "case files audited", (44, 50)),
    ),
    passage(
        "88% (45 of 50) of the case files audited showed the person's voice.",
        figure(88, "%", "88%", "case files audited"),
    ),
    passage(
        "A staff survey in 2024 had 312 responses, of which 64% said their workload was manageable.",
        figure(312, "responses", "312 responses", period=("2024", CY)),
        figure(64, "%", "64%", "responses", (None, 312), ("2024", CY)),
    ),
    passage(
        "The council received 84 complaints in 2023/24. Of these, 26% were about communication and 19% were about delay.",
        figure(84, "complaints", "84 complaints", period=Y23),
        figure(26, "%", "26%", "complaints", (None, 84), Y23),
        figure(19, "%", "19%", "complaints", (None, 84), Y23),
    ),
    passage(
        "Over 90% of care homes were rated good or outstanding.",
        figure(90, "%", "Over 90%", "care homes"),
    ),
    passage(
        "Between 10% and 15% of referrals were passed to health partners.",
        figure(None, "%", "Between 10% and 15%", "referrals"),
    ),
    passage(
        "Some 60 to 65 per cent of assessments were completed on time.",
        figure(None, "%", "Some 60 to 65 per cent", "assessments"),
    ),
    passage(
        "Two thirds of carers told us they had not been offered a break.",
        figure(None, None, "Two thirds", "carers"),
    ),
    passage(
        "Around half of the staff we met had worked for the council for over 10 years.",
        figure(None, None, "Around half", "staff"),
    ),
    passage(
        "Just under a quarter of people waited longer than the target.",
        figure(None, None, "Just under a quarter", "people"),
    ),
    passage(
        "More than three-quarters of complaints were answered late.",
        figure(None, None, "More than three-quarters", "complaints"),
    ),
    passage(
        "1 in 5 people waited longer than the council's own target.",
        figure(0.2, "ratio", "1 in 5 people", "people", (1, 5)),
    ),
    passage(
        "One in four carers reported financial difficulties.",
        figure(0.25, "ratio", "One in four carers", "carers", (1, 4)),
    ),
    passage(
        "Staff told us 9 out of 10 reviews were completed in time.",
        figure(9, "reviews", "9 out of 10 reviews", "reviews", (9, 10)),
    ),
    passage(
        "The Ombudsman found fault in 6 of the 8 cases it investigated in 2023-24.",
        figure(6, "cases", "6 of the 8 cases", "cases", (6, 8), ("2023-24", FY)),
    ),
    passage(
        "There were 8 investigations by the LGSCO in 2023/24 and the uphold rate was 75%. This meant 6 of the 8 cases were upheld.",
        figure(8, "investigations", "8 investigations", period=Y23),
        figure(75, "%", "75%", "investigations", (6, 8), Y23),
    ),
    passage(
        "There were 8 investigations by the LGSCO in 2023/24 and the uphold rate was 70%. This meant 6 of the 8 cases were upheld.",
        figure(8, "investigations", "8 investigations", period=Y23),
        figure(70, "%", "70%", period=Y23),
        figure(6, "cases", "6 of the 8 cases", "investigations", (6, 8), Y23),
    ),
    passage(
        "The local authority had 531 per 100,000 population for safeguarding concerns raised in 2023/24 (Safeguarding Adults Collection), which was the third lowest of 16 comparable local authorities.",
        figure(
            531,
            "per 100,000",
            "531 per 100,000 population",
            "population",
            period=Y23,
            beside="third lowest of 16 comparable local authorities",
            comparable=True,
        ),
    ),
    passage(
        "There were 412.5 admissions to care homes per 100,000 people compared to an England average of 566.",
        figure(
            412.5,
            "per 100,000",
            "412.5 admissions to care homes per 100,000 people",
            "people",
            beside="England average of 566",
        ),
    ),
    passage(
        "The response rate to the carers survey was 34%.",
        figure(34, "%", "34%"),
    ),
    passage(
        "The local authority was 96% compliant with recommendations made by the Ombudsman.",
        figure(96, "%", "96%", "recommendations"),
    ),
    passage(
        "In 12% of cases a remedy had been provided before the complaint reached the Ombudsman, compared with 11% in similar authorities.",
        figure(12, "%", "12%", "cases", beside="11% in similar authorities"),
    ),
    passage(
        "The main themes were delay and charging (together 58% of complaints).",
        figure(58, "%", "58%", "complaints"),
    ),
    passage(
        "The proportion of people with a learning disability in paid employment was 6.1% in 2023/24 (ASCOF), above the England average of 4.8%.",
        figure(
            6.1,
            "%",
            "6.1%",
            "people with a learning disability",
            period=Y23,
            beside="England average of 4.8%",
            comparable=True,
        ),
    ),
    passage(
        "In 2023/21, staff retention was 88%.",
        figure(88, "%", "88%", "staff", period=("2023/21", "misprint")),
    ),
    passage(
        "Uptake of the training was 100%.",
        figure(100, "%", "100%"),
    ),
    passage(
        "47 staff (82%) had completed the mandatory course.",
        figure(82, "%", "47 staff (82%)", "staff", (47, None)),
    ),
    passage(
        "The annual survey found that 55% of employees agreed, 20% disagreed and 25% were not sure.",
        figure(55, "%", "55%", "employees"),
        figure(20, "%", "20%", "employees"),
        figure(25, "%", "25%", "employees"),
    ),
    passage(
        "Engagement among frontline staff was 71%, versus 65% two years ago.",
        figure(71, "%", "71%", "frontline staff", beside="65% two years ago"),
    ),
    passage(
        "Only 38% of unpaid carers felt involved, whereas the national average was 65%.",
        figure(38, "%", "38%", "unpaid carers", beside="national average was 65%"),
    ),
    passage(
        "The England average was 64%, and 59% of people in the area agreed (ASCS, 2023/24).",
        figure(59, "%", "59%", "people", period=Y23, beside="England average was 64%", comparable=True),
    ),
    passage(
        "Data provided by the local authority showed 83.5 percent of reviews had been completed in 2023.",
        figure(83.5, "%", "83.5 percent", "reviews", period=("2023", CY)),
    ),
    passage(
        "In Q2 2024/25, 45% of contacts were resolved at the front door.",
        figure(45, "%", "45%", "contacts", period=("Q2 2024/25", "quarter")),
    ),
    passage(
        "Nearly 70% of people discharged from hospital were still at home 91 days later (SALT 2023/24).",
        figure(70, "%", "Nearly 70%", "people discharged from hospital", period=Y23),
    ),
    passage(
        "67% of complaints to the Ombudsman were upheld.",
        figure(67, "%", "67%", "complaints"),
    ),
    passage(
        "Fewer than 1% of visits were missed.",
        figure(1, "%", "Fewer than 1%", "visits"),
    ),
    passage(
        "The council upheld 45% of complaints in full, 20% of complaints in part and did not uphold 35%.",
        figure(45, "%", "45%", "complaints"),
        figure(20, "%", "20%", "complaints"),
        figure(35, "%", "35%"),
    ),
]
