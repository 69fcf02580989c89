"""Made-up paragraphs of several sentences, of councils that never were; no council or number is real.

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
        figure(9.4, "days", "9.4 days", period=("2023-24", "financial year"), beside="12.1 days per person in 2022-23"),
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
    passage(
        "The local authority had a clear front door. During 2024, 31,206 contacts were made, 58% by telephone and 42% online.",
        figure(31206, "contacts", "31,206 contacts", period=("2024", "calendar year")),
        figure(58, "%", "58%", period=("2024", "calendar year")),
        figure(42, "%", "42%", period=("2024", "calendar year")),
    ),
    passage(
        "The wait for a social work assessment was 35 days on average; for people in the community mental health team it was 61 days.",
        figure(35, "days", "35 days"),
        figure(61, "days", "61 days"),
    ),
    passage(
        "At the time of our assessment visit 76 carers were waiting for an assessment, the longest for 22 weeks.",
        figure(76, "carers", "76 carers", period=("At the time of our assessment visit", "at assessment")),
        figure(22, "weeks", "22 weeks", period=("At the time of our assessment visit", "at assessment")),
    ),
    passage(
        "ASCS data for 2023-24 showed that 67.9% of people found it easy to find information about support. This compared with 67.12% nationally.",
        figure(67.9, "%", "67.9%", "people", period=("2023-24", "financial year"), beside="67.12% nationally", comparable=True),
    ),
    passage(
        "Adult Social Care Outcomes Framework data (2023-24) showed 26.5% of people with a learning disability lived in their own home or with family, compared to an England average of 81.6%.",
        figure(26.5, "%", "26.5%", "people with a learning disability", period=("2023-24", "financial year"), beside="England average of 81.6%", comparable=True),
    ),
    passage(
        "The local authority's records showed 1,940 annual reviews were due in 2024/25 and 1,510 (78%) had been completed.",
        figure(1940, "reviews", "1,940 annual reviews"),
        figure(78, "%", "1,510 (78%)", "annual reviews", of=(1510, 1940)),
        dates=("2024/25",),
    ),
    passage(
        "Staff absence in adult social care was running at 7.2%, which leaders said was too high.",
        figure(7.2, "%", "7.2%", "Staff"),
    ),
    passage(
        "Seven teams had moved to the new model and three were due to follow.",
        figure(7, "teams", "Seven teams"),
    ),
    passage(
        "Providers told us fee rates had risen by 6.4% in April 2024.",
        figure(6.4, "%", "6.4%", period=("April 2024", "month")),
    ),
    passage(
        "Homecare was available in all areas, with 96.5% of packages in place within 3 days of referral in 2024/25 compared with 81% in 2022/23.",
        figure(96.5, "%", "96.5%", "packages", period=("2024/25", "financial year"), beside="81% in 2022/23"),
        figure(3, "days", "3 days", period=("2024/25", "financial year")),
    ),
    passage(
        "Within the borough there were 33 care homes with 1,265 beds; 2 homes had closed in the last year.",
        figure(33, "care homes", "33 care homes"),
        figure(1265, "beds", "1,265 beds"),
        figure(2, "homes", "2 homes", period=("in the last year", "relative")),
    ),
    passage(
        "CQC ratings data from February 2025 showed 6% of homecare services were rated outstanding and 74% good.",
        figure(6, "%", "6%", "homecare services", period=("February 2025", "month")),
        figure(74, "%", "74%", "homecare services", period=("February 2025", "month")),
    ),
    passage(
        "The council had received 27 contacts from the LGSCO in 2022/23. The LGSCO carried out detailed investigations of 9 cases, of which 8 were upheld. This was an uphold rate of 89%, higher than the 77% average for similar councils.",
        figure(27, "contacts", "27 contacts", period=("2022/23", "financial year")),
        figure(9, "cases", "9 cases"),
        figure(8, "cases", "8 were upheld"),
        figure(89, "%", "89%", "cases", of=(8, 9), beside="77% average for similar councils"),
    ),
    passage(
        "Of 61 complaints received in 2023-24, 25% were fully upheld, 33% were partially upheld and 42% were not upheld.",
        figure(61, "complaints", "61 complaints", period=("2023-24", "financial year")),
        figure(25, "%", "25%", "complaints", of=(None, 61), period=("2023-24", "financial year")),
        figure(33, "%", "33%", "complaints", of=(None, 61), period=("2023-24", "financial year")),
        figure(42, "%", "42%", "complaints", of=(None, 61), period=("2023-24", "financial year")),
    ),
    passage(
        "Members of the user-led group (12 people) had reviewed 7 policies and 15 letters.",
        figure(12, "people", "12 people"),
        figure(7, "policies", "7 policies"),
        figure(15, "letters", "15 letters"),
    ),
    passage(
        "The practice framework had been launched in 2022, and 340 staff had attended training on it.",
        figure(340, "staff", "340 staff"),
        dates=("2022",),
    ),
    passage(
        "We heard that 1 in 3 carers had never heard of the carers' centre.",
        figure(0.3333, "ratio", "1 in 3 carers", "carers", of=(1, 3)),
    ),
    passage(
        "The equality network had 64 members and held 5 events in 2024.",
        figure(64, "members", "64 members"),
        figure(5, "events", "5 events", period=("2024", "calendar year")),
    ),
    passage(
        "The last peer challenge, in October 2023, found 12 areas for improvement, all but 2 of which had been addressed.",
        dates=("October 2023",),
    ),
    passage(
        "Only 22 of 96 eligible staff had taken up the offer by December 2024.",
        figure(22, "eligible staff", "22 of 96 eligible staff", "eligible staff", of=(22, 96)),
        dates=("December 2024",),
    ),
    passage(
        "There was an audit target of 12 per month, and 131 had been completed in the year to date.",
        cadences=("per month",),
    ),
    passage(
        "Between 2021 and 2024 the number of shared lives carers grew from 41 to 67.",
        figure(67, "shared lives carers", "67", period=("Between 2021 and 2024", "years"), beside="41"),
    ),
    passage(
        "Annual staff turnover was 13.1%, slightly above the London average of 12.6% and well below the England average of 24.8%.",
        figure(13.1, "%", "13.1%", "staff", beside="London average of 12.6% and well below the England average of 24.8%"),
    ),
    passage(
        "Frontline staff said fewer than half of referrals came with enough information.",
        figure(None, None, "fewer than half", "referrals"),
    ),
    passage(
        "The direct payments support service had 611 customers, up by 9% since April 2024.",
        figure(611, "customers", "611 customers"),
        figure(9, "%", "9%", period=("since April 2024", "since")),
    ),
    passage(
        "Complaints about delays made up 3 in every 10 received.",
        figure(0.3, "ratio", "3 in every 10", of=(3, 10)),
    ),
    passage(
        "Almost all (98%) of the 140 people asked said they would recommend the reablement service.",
        figure(98, "%", "98%", "people", of=(None, 140)),
        figure(140, "people", "140 people"),
    ),
    passage(
        "For the period April to September 2024, 64 safeguarding enquiries took over 100 days to close.",
        figure(64, "safeguarding enquiries", "64 safeguarding enquiries", period=("April to September 2024", "months")),
        figure(100, "days", "over 100 days", period=("April to September 2024", "months")),
    ),
    passage(
        "People waited up to 18 months for a major adaptation.",
        figure(18, "months", "up to 18 months"),
    ),
    passage(
        "The authority published 11 learning briefings and ran 24 workshops for 600 practitioners between 2022 and 2024.",
        figure(11, "learning briefings", "11 learning briefings"),
        figure(24, "workshops", "24 workshops"),
        figure(600, "practitioners", "600 practitioners", period=("between 2022 and 2024", "years")),
    ),
    passage(
        "The Ombudsman's focus report said councils upheld 2 complaints in 5.",
        figure(0.4, "ratio", "2 complaints in 5", "complaints", of=(2, 5)),
    ),
    passage(
        "Our survey of partners had 38 replies: 71% agreed that leaders were visible, 21% neither agreed nor disagreed, and 8% disagreed.",
        figure(38, "replies", "38 replies"),
        figure(71, "%", "71%"),
        figure(21, "%", "21%"),
        figure(8, "%", "8%"),
    ),
    passage(
        "Use of advocacy rose 12% on the year before to 1,020 referrals.",
        figure(12, "%", "12%"),
        figure(1020, "referrals", "1,020 referrals"),
    ),
    passage(
        "A quality survey of 412 people receiving homecare found 94% felt treated with respect, but only 68% always had the same carers.",
        figure(412, "people", "412 people"),
        figure(94, "%", "94%"),
        figure(68, "%", "68%"),
    ),
]  # fmt: skip
