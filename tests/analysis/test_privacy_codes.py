"""Codes, places and devices; names as people type and dictate them; and the field's own names, which stay."""

import json
from pathlib import Path

import pytest

from goldthread.analysis.privacy import CaseNames, KnownPerson, find_personal_data, redact
from tests.analysis.test_privacy import hidden, measure

CODES = Path(__file__).with_name("privacy_codes.jsonl")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("keysafe code 4471 is by the door", "4471"),
        ("Door code C2580Y, let yourself in.", "C2580Y"),
        ("the key safe has been changed to 9 3 0 7 since", "9 3 0 7"),
        ("key safe number is 1945 by the meter", "1945"),
        ("keypad number 5021# after noon", "5021#"),
        ("gate code 2468 but it is open till six", "2468"),
        ("alarm pin 7713 before anything else", "7713"),
        ("Keysafe no. is 2244, round the back.", "2244"),
        ("turn the alarm off with 0808 please", "0808"),
        ("mum's PIN is written on the fridge: 2468", "2468"),
        ("the door code is one nine four five", "one nine four five"),
        ("to get in press C 1470 X then turn", "C 1470 X"),
        ("wifi password is Daisy1234 for carers", "Daisy1234"),
    ],
)
def test_a_code_that_opens_something_is_hidden(text, value):
    assert ("CODE", value) in hidden(text)
    assert redact(text, find_personal_data(text)).text == text.replace(value, "[access code]")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("UPRN 1000 2333 6956, occupied", "1000 2333 6956"),
        ("we are at ///filled.count.soap", "///filled.count.soap"),
        ("w3w daring.lion.race is the gate", "daring.lion.race"),
        ("what three words: filled dot count dot soap", "filled dot count dot soap"),
        ("found at 52.9548, -1.1581 at night", "52.9548, -1.1581"),
        ("""found at 53°48'06"N 1°32'52"W""", """53°48'06"N 1°32'52"W"""),
        ("lat 51.50135 says the app", "51.50135"),
        ("grid reference SK 572 401", "SK 572 401"),
        ("it is TQ 30134 80412 on the map", "TQ 30134 80412"),
        ("plus code 9C3XGV4C+XV", "9C3XGV4C+XV"),
        ("see https://maps.app.goo.gl/AbCdE123", "https://maps.app.goo.gl/AbCdE123"),
    ],
)
def test_a_place_on_a_map_is_hidden(text, value):
    assert ("LOCATION", value) in hidden(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sent from 86.14.203.77 at night", ("DEVICE", "86.14.203.77")),
        ("IP 2a02:c7c:5a1e:4b00:91d2:6e0f:1c33:8aa1", ("DEVICE", "2a02:c7c:5a1e:4b00:91d2:6e0f:1c33:8aa1")),
        ("tablet 00:1A:2B:3C:4D:5E", ("DEVICE", "00:1A:2B:3C:4D:5E")),
        ("blue badge no is KN72XA0X0418E1027P", ("REF", "KN72XA0X0418E1027P")),
        ("blue badge ref 123456", ("REF", "123456")),
        ("bus pass 633597 0118 2254 9913 stopped", ("REF", "633597 0118 2254 9913")),
        ("passport no. 533401962", ("REF", "533401962")),
        ("prescription A83D08-B81003-04BE7Q", ("REF", "A83D08-B81003-04BE7Q")),
        ("tenancy ref T/118840/2", ("REF", "T/118840/2")),
        ("Case ref P-2024-00881 closed", ("REF", "P-2024-00881")),
        ("see 24/00713/ASC as well", ("REF", "24/00713/ASC")),
        ("Our Ref: HC/ASC/00124/JL", ("REF", "HC/ASC/00124/JL")),
        ("refund to 309921 00482817", ("BANK", "309921 00482817")),
        ("NI number A B 1 2 3 4 5 6 C", ("NINO", "A B 1 2 3 4 5 6 C")),
        ("nhs number is 99 99 45 80 76", ("NHS", "99 99 45 80 76")),
        ("parks her lt68 wdx across the drive", ("VEHICLE", "lt68 wdx")),
        ("dob third march 1951", ("DOB", "third march 1951")),
        ("insta is nan_and_me", ("URL", "nan_and_me")),
        ("I live at number eleven Glebe Lane", ("ADDRESS", "number eleven Glebe Lane")),
        ("they came at twenty two church walk", ("ADDRESS", "twenty two church walk")),
        (
            "at number three hundred and four Oldham Road",
            ("ADDRESS", "number three hundred and four Oldham Road"),
        ),
        ("we are at number 7 the crescent", ("ADDRESS", "number 7 the crescent")),
        ("c/o Mrs Bates, Rose Cottage, Long Lane", ("ADDRESS", "Rose Cottage, Long Lane")),
        ("she lives at old mill house, ferry lane", ("ADDRESS", "old mill house, ferry lane")),
    ],
)
def test_other_numbers_of_one_person_are_hidden_however_they_are_spelt(text, expected):
    assert expected in hidden(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("im kezza mcgrath and i look after me nan", "kezza mcgrath"),
        ("garys sister sleeps on the settee", "garys"),
        ("i spoke to joy last week", "joy"),
        ("they sent mark and he would not make the tea", "mark"),
        ("we had hope as a carer", "hope"),
        ("her social worker is grace bell and i cannot get hold of her", "grace bell"),
        ("ask rob if you dont believe me", "rob"),
        ("i asked will from the out of hours team", "will"),
        ("i want to thank sue, pat and bill", "pat"),
        ("it was robin who done it", "robin"),
        ("thx nads x", "nads"),
        ("could you let rav know the sling came", "rav"),
        ("the patels at number nine had theirs", "patels"),
        ("carers names are dawn and joy", "joy"),
        ("spoke to Oonagh F, the lead", "Oonagh F"),
        ("my names joy and i", "joy"),
        ("Faith never came on Tuesday", "Faith"),
        ("covered by Jan (female) until the 5th", "Jan"),
        ("Mrs. Van der Merwe's sling is frayed", "Mrs. Van der Merwe"),
        ("Name: HALLIWELL, Constance", "HALLIWELL, Constance"),
    ],
)
def test_names_are_found_as_people_type_and_dictate_them(text, name):
    assert ("PERSON", name) in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "Telford and Wrekin did this better ten years ago.",
        "The Schwartz Rounds have helped the team.",
        "Best Interests Assessors are waiting for a signatory.",
        "We read Living My Best Life and my best days are behind me.",
        "Please print letters in Times New Roman.",
        "Pages 9434765919 to 9434765920 are blank.",
        "Get off at the lime street stop, then the victor street surgery.",
        "He was on Nightingale ward and at the Dorothy Pattison centre.",
        "Who explains the Disabled Facilities Grant to people?",
        "The Kirkpatrick model and Marmot principles are in the strategy.",
        "Bournemouth, Christchurch and Poole; Barking and Dagenham; Newark and Sherwood.",
        "The Council was at fault for how it treated Ms X and Mr Y.",
        "the dress code, error code 4041, cost code 44121 and postcode lottery",
        "The door was 690mm wide and fitted in 2019.",
        "Version 3.14.15.92 of the policy, 52.6, 1.2 and 51.5 in the table.",
        "At 10:45:30 the call ended after 2 hours.",
        "im knackered and skint",
        "Rowan Tree day centre was shut for Eid.",
        "The Barnett formula and an Orwellian form.",
        "The advocate from POhWER was superb.",
        "two busy roads and one way streets",
        "there was no hope, so we will ask for grace and a bill",
    ],
)
def test_the_fields_own_names_places_and_figures_stay(text):
    assert hidden(text) == []


def test_common_words_do_not_spread_from_a_name():
    case = CaseNames([KnownPerson("My Best"), KnownPerson("Grace Best")])
    text = "My Best life is the best. Grace Best said so, and Grace will do her Best. My word."
    done = redact(text, find_personal_data(text, known_names=case.known()), case).text
    assert "life is the best" in done
    assert "will do her Best" in done
    assert done.endswith("My word.")
    assert "Grace" not in done


def test_a_name_that_the_case_knows_is_found_with_its_possessive_run_on():
    assert ("PERSON", "zolas") in hidden("zolas bed was wet", known_names=["Zola Umarov"])


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (
            "Our provider is Penrose. Penrose never rings.",
            "Our provider is [provider A]. [provider A] never rings.",
        ),
        ("the agency (Zenvia) never came", "the agency ([provider A]) never came"),
        ("The company called Oakwell told us to wait.", "The company called [provider A] told us to wait."),
        ("The agency's manager, Julie Marks, rang.", "The agency's manager, [manager A], rang."),
    ],
)
def test_a_firm_is_a_provider_and_no_person(text, redacted):
    assert redact(text, find_personal_data(text)).text == redacted


@pytest.mark.parametrize(
    ("split", "spans", "names", "wrongly"),
    # Floors just under what docs/accuracy-privacy.md states; the rules were written from "seen" and not from "unseen".
    [("codes, seen", 0.98, 0.97, 0.01), ("codes, unseen", 0.9, 0.89, 0.1)],
)
def test_the_set_of_codes_and_odd_spellings_stays_at_what_was_measured(split, spans, names, wrongly):
    rows = [
        row
        for row in map(json.loads, CODES.read_text(encoding="utf-8").splitlines())
        if row["split"] == split
    ]
    assert len(rows) > 130
    recall, name_recall, touched = measure(rows)
    assert recall >= spans
    assert name_recall >= names
    assert touched <= wrongly
