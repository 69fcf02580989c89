"""Words of claims: ways of saying that something got better or is so of all, and ordinary sentences that do not."""

from __future__ import annotations

import pytest

from goldthread.analysis.text.claim_words import change_words, count_words, holds_count

SAY_A_CHANGE = [
    "Waiting times have improved dramatically",
    "Complaints about not being kept informed have fallen and stayed down for a year.",
    "The backlog has halved since spring.",
    "People no longer wait for months.",
    "Assessments are quicker than they were.",
    "Fewer people tell us that they were surprised by a bill.",
    "Calls are now answered within two minutes.",
    "The share of payments made on time has gone up from 80% to 95%.",
    "We have turned the service around.",
    "Hospital discharge has been transformed.",
    "Missed visits were reduced.",
    "The wait for a carer's assessment is shorter.",
    "People spend less time on the telephone.",
    "More people say they are satisfied with their care.",
    "We have cut the waiting list.",
    "Payments made on time rose from about four in five to nineteen in twenty.",
    "The waiting list is down by a third.",
    "Complaints fell after the calls began.",
    "A visit takes two days rather than three weeks.",
    "People used to wait ten weeks; they wait two.",
    "The service has gone from Requires improvement to Good.",
    "Our front door is a success story: the new team has made a real difference.",
    "Delays are a thing of the past.",
    "The queue has been cleared.",
    "We have seen a marked improvement in reviews done on time.",
    "Reviews done on time are at their highest level ever.",
    "Staff turnover has dropped.",
    "Letters are clearer and complaints about money have dried up.",
    "Satisfaction has doubled.",
    "The training paid off.",
    "We caught up with overdue reviews.",
    "Safeguarding concerns are closed faster, not only in town.",
    "There has been a sharp drop in missed visits.",
    "People who wait for us now hear from us each fortnight.",
    "Waits are lower than last year.",
    "Gone are the days of unanswered letters.",
    "It is getting better.",
    "Carers’ assessments are being done sooner.",
    "Waits were slashed.",
    "Our work is bearing fruit.",
    "Waits are a fraction of what they were.",
    "We have slashed the queue for equipment.",
    "People get help in days, not months.",
    "Letters that once confused people are now understood.",
    "The number of missed visits has plummeted.",
    "Our response times are the envy of the region, up on last year.",
    "Complaints have become rare.",
    "Carers feel heard at last.",
    "Nobody waits in silence any longer.",
    "Turnover went from 18% to 12%.",
    "We got waiting times down to four weeks.",
    "Delays have been all but eliminated.",
    "Things have moved on a great deal since the last inspection.",
    "People say that the service is unrecognisable.",
    "Staff turnover has come down since the new posts.",
    "We answer complaints in half the time.",
    "The new team made assessments run more smoothly.",
    "Trust has been rebuilt.",
    "Repeat calls have tailed off.",
    "Our figures are heading in the right direction.",
    "People are getting their money on time, which they were not before.",
    "The problem of lost letters is over.",
    "Satisfaction climbed to 91%.",
    "The wait has come down from 14 weeks to 6.",
    "We put an end to unanswered calls.",
    "There are far fewer surprises about bills.",
    "We have doubled the number of carers we reach.",
    "People wait less.",
    "Assessments now take two weeks.",
    "Complaints are at an all-time low.",
    "The situation is much better.",
    "We have made it easier to complain.",
    "Reviews are more timely.",
    "The backlog is shrinking.",
    "Missed visits have become much less common.",
    "Waiting times have shortened.",
]

SAY_NO_CHANGE = [
    "We want to improve",
    "The improvement board meets monthly.",
    "People told us waits were longer",
    "We will improve how we answer letters.",
    "Our improvement plan was agreed in May.",
    "Learning, improvement and innovation are on every agenda.",
    "We need shorter waits.",
    "People asked us for better letters.",
    "It is too early to say whether fewer people leave.",
    "We cannot yet show that fewer visits are missed.",
    "Waiting times have not improved.",
    "Letters are understood no better.",
    "Complaints have risen since last year.",
    "Satisfaction has fallen.",
    "Waits have grown and we have said so.",
    "She fell from her bed and waited four hours.",
    "People who have fallen are visited by the therapy team.",
    "The Better Care Fund pays for two posts.",
    "The transformation programme has a board of its own.",
    "We hope that waits will be shorter next year.",
    "Anybody may ask for an advocate.",
    "People would be better off with one name to ring.",
    "We do not claim that it reduced waits.",
    "The director reads replies to the Ombudsman.",
    "A service for people with reduced mobility.",
    "Carers may be assessed in the evening, face to face.",
    "The inspector found that reviews require improvement.",
    "We should be quicker.",
    "Our target is fewer missed visits.",
    "The group meets in Greater Manchester.",
    "No fewer than 5 people must be present.",
    "We talked about how the form could be improved.",
    "When an agency failed, another was in place the same evening.",
    "More people are waiting than a year ago.",
    "She no longer lives in the county.",
    "The council meets people on Wednesdays.",
    "We read what people say each quarter.",
    "Staff are trained in the Mental Capacity Act.",
    "Half of the board members draw on care.",
    "We hold an improvement workshop each spring.",
    "Carers told us that they wait too long.",
    "People complain most about waiting.",
    "The inspector asked us to do better.",
    "Reviews are late and we have a plan.",
    "We publish our decisions on findings with reasons.",
    "Our improvement journey is described in the annual report.",
    "People tell us that it is getting worse.",
    "The number of complaints has not changed.",
    "We are working to reduce waits.",
    "Our ambition is that nobody waits more than four weeks.",
    "A safeguarding adults board meets four times a year.",
    "The policy was updated in March 2024.",
    "Down Syndrome Association members took part.",
    "We have a duty under the Care Act 2014 to prevent, reduce and delay needs.",
    "The person fell and was taken to hospital.",
    "The lift was fixed to the wall.",
    "We ask people whether they felt listened to.",
    "Better Lives is the name of our strategy.",
    "We started a monthly meeting with agencies.",
    "We changed because of what people said.",
    "Up to 12 people may join.",
    "People can ring us from 9am to 5pm.",
    "We support adults from 18 to 64 years.",
    "More than 40 people came.",
    "The strategy runs from 2024 to 2027.",
]


@pytest.mark.parametrize("claim", SAY_A_CHANGE)
def test_ways_of_saying_better(claim):
    assert change_words(claim), claim


@pytest.mark.parametrize("claim", SAY_NO_CHANGE)
def test_ordinary_sentences_that_claim_no_change(claim):
    assert change_words(claim) == (), claim


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ("Every upheld complaint leads to a written decision.", ["all"]),
        ("All our reviews are done on time", ["all"]),
        ("People are always told what happened.", ["all"]),
        ("None of our letters went out late.", ["none"]),
        ("We never close a concern on a first refusal.", ["none"]),
        ("No one waits alone.", ["none"]),
        ("Nobody is turned away, and everyone is rung.", ["none", "all"]),
        ("No complaint goes without an answer.", ["none"]),
        ("92% of people felt heard.", ["share"]),
        ("Ninety-two per cent of people felt heard.", ["share"]),
        ("Most people felt heard.", ["share"]),
        ("The vast majority felt heard.", ["share"]),
        ("Nineteen in twenty payments are on time.", ["share"]),
        ("Three wards of seven use the card.", ["share"]),
        ("Half of our staff said so.", ["share"]),
        ("Two thirds were answered.", ["share"]),
        ("Each complaint has a written decision.", ["all"]),
        ("Complaints are answered without exception.", ["all"]),
        ("We see people every fortnight.", []),
        ("The board meets every other Tuesday and every three months.", []),
        ("Not everyone is told, and not all agree.", []),
        ("It was of no help at all.", []),
        ("The most recent audit is the most important.", []),
        ("At most ten people may come.", []),
        ("The line is open all day, all year round.", []),
        ("Above all, people want to be heard.", []),
        ("A never event was reported.", []),
        ("We meet in one of three towns.", ["share"]),
        ("Young people have a name from fourteen.", []),
    ],
)
def test_words_that_need_a_count(claim, says):
    assert [phrase.says for phrase in count_words(claim)] == says, count_words(claim)


@pytest.mark.parametrize(
    ("finding", "counts"),
    [
        ("In 12 of 40 files the person's words came first.", True),
        ("Twelve out of forty files had no chronology.", True),
        ("62% of reviews were late.", True),
        ("None of the 20 files had a plan.", True),
        ("The council delayed for 19 weeks.", False),
        ("Reviews were late in most teams.", False),
        ("On 3 May 2024 nobody came.", False),
    ],
)
def test_whether_a_finding_holds_a_count(finding, counts):
    assert holds_count(finding) is counts


def test_the_words_are_given_as_they_stand():
    [phrase] = change_words("Complaints  HAVE\nfallen since May.")
    assert phrase.text == "have fallen"


def test_a_long_text_is_read_in_a_moment():
    assert change_words("improved " * 200)
    assert change_words("so far and so on, from one to the other in time " * 500) == ()
