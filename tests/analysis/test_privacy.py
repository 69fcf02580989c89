"""Finding personal data: every kind in its many spellings, the traps that must stay, and the harder invented set."""

import itertools
import json
from pathlib import Path

import pytest

from goldthread.analysis.privacy import Detection, Detector, Kind, KnownPerson, cautions, find_personal_data
from goldthread.analysis.privacy.detector import default_recognisers
from goldthread.analysis.privacy.recognisers.numbers import luhn_valid, nhs_valid, nino_prefix_valid

HARD = Path(__file__).with_name("privacy_hard.jsonl")
TUNING = Path(__file__).with_name("privacy_tuning.jsonl")


def hidden(text: str, **options) -> list[tuple[str, str]]:
    return [(str(each.kind), text[each.start : each.end]) for each in find_personal_data(text, **options)]


# Every name, number and address in these tests is invented; the telephone numbers are those Ofcom keeps for drama.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring me on 07700 900123 please", ("PHONE", "07700 900123")),
        ("Ring me on +44 (0)7700 900 123", ("PHONE", "+44 (0)7700 900 123")),
        ("my landline is 0117-496-0187", ("PHONE", "0117-496-0187")),
        (
            "ring oh seven seven double oh nine oh oh one two three",
            ("PHONE", "oh seven seven double oh nine oh oh one two three"),
        ),
        ("write to d.smith+care@example.org.uk.", ("EMAIL", "d.smith+care@example.org.uk")),
        ("it is doreen dot smith at gmail dot com", ("EMAIL", "doreen dot smith at gmail dot com")),
        ("her number is 943 476 5919 I think", ("NHS", "943 476 5919")),
        ("NHS no: 9434765918", ("NHS", "9434765918")),  # a wrong check digit is forgiven where it is named
        ("NI number ab 12 34 56 c", ("NINO", "ab 12 34 56 c")),
        ("QQ123456C is the Revenue's own example: AB123456C", ("NINO", "AB123456C")),
        ("we are at bs16 2yh", ("POSTCODE", "bs16 2yh")),
        ("we are at BS162YH", ("POSTCODE", "BS162YH")),
        ("we are at AV6 2RT, mistyped", ("POSTCODE", "AV6 2RT")),
        ("she was born on 4 Nov 1947", ("DOB", "4 Nov 1947")),
        ("DOB: 4.11.47", ("DOB", "4.11.47")),
        ("the reference is ASC-2023-15479", ("REF", "ASC-2023-15479")),
        ("ref LAS 866856, still waiting", ("REF", "LAS 866856")),
        ("the van WX19 KTE blocks us", ("VEHICLE", "WX19 KTE")),
        ("sort code 20-41-16", ("BANK", "20-41-16")),
        ("card 4111 1111 1111 1111", ("BANK", "4111 1111 1111 1111")),
        ("she is 94 and lives alone", ("AGE", "94")),
        ("mum turned ninety-three", ("AGE", "ninety-three")),
        ("see facebook.com/doreen.smith.9.", ("URL", "facebook.com/doreen.smith.9")),
        (
            "the rails at Flat 2, 14 Larkhill Rise, Harbury are loose",
            ("ADDRESS", "Flat 2, 14 Larkhill Rise, Harbury"),
        ),
        ("i live at 6 orchard view", ("ADDRESS", "6 orchard view")),
        ("my social worker david ford never rang", ("PERSON", "david ford")),
        ("Mrs Oyelowo-Price rang", ("PERSON", "Mrs Oyelowo-Price")),
        ("Mr and Mrs Novak were moved", ("PERSON", "Mr and Mrs Novak")),
        ("I spoke to S. Wade again", ("PERSON", "S. Wade")),
        ("thanks to e. ali for the ramp", ("PERSON", "e. ali")),
        ("the lady Doreen was kind", ("PERSON", "Doreen")),
        ("Yours faithfully\nR S Dhillon", ("PERSON", "R S Dhillon")),
        ("my carer zorvika was late", ("PERSON", "zorvika")),
        ("MY NAME IS BERNARD TULLY AND NOBODY CAME", ("PERSON", "BERNARD TULLY")),
        ("June said she would email", ("PERSON", "June")),
        ("Joy was off sick so nobody came", ("PERSON", "Joy")),
        ("Mercy does his eye drops", ("PERSON", "Mercy")),
        ("Mark from the council measured up", ("PERSON", "Mark")),
        ("ask dawn on the switchboard", ("PERSON", "dawn")),
        ("The Okonjo family have no hoist", ("PERSON", "Okonjo")),
        ("The Pattersons next door keep a key", ("PERSON", "Pattersons")),
        ("cover visits to the Hartigan sisters", ("PERSON", "Hartigan")),
        ("Mark my social worker was a good one", ("PERSON", "Mark")),
        ("so dawn from housing says ask social care", ("PERSON", "dawn")),
        ("rich the driver waits till im inside", ("PERSON", "rich")),
        ("direct payment for my brother zorvik it hasnt gone in", ("PERSON", "zorvik")),
        ('neighbour "Spud" holds her bank card', ("PERSON", "Spud")),
        ("Ask for Big Trev on reception", ("PERSON", "Big Trev")),
        ("#JusticeForDoreen they took her house", ("PERSON", "Doreen")),
        ("the initials on the sheet are RJT", ("PERSON", "RJT")),
        ("SU Doreen K. lives alone", ("PERSON", "Doreen K")),
        ("chaired by Ms van der Plaats today", ("PERSON", "Ms van der Plaats")),
        ("he must be 91 or 92 by now", ("AGE", "92")),
        (
            "my date of birth is the fourteenth of february nineteen fifty two",
            ("DOB", "fourteenth of february nineteen fifty two"),
        ),
        ("refund to 16-00-42 / 90817735 please", ("BANK", "16-00-42 / 90817735")),
        ("sent to Rose Cottage, 2 Tanner Hill, in error", ("ADDRESS", "Rose Cottage, 2 Tanner Hill")),
        ("my blog is at www.ourramp.example/story.", ("URL", "www.ourramp.example/story")),
        ("see www.linked.example/in/zorvika-obi-sw", ("URL", "www.linked.example/in/zorvika-obi-sw")),
        ("Find me at www.zorvika.example", ("URL", "www.zorvika.example")),
        ("3. Update. YK reported 61 waiting.", ("PERSON", "YK")),
        ("HV 09/05 w/ LK (OT). Rail ordered.", ("PERSON", "LK")),
        ("Action: GK to ring the pharmacy.", ("PERSON", "GK")),
        ("The panel looked at the case of T.W., 91, again", ("PERSON", "T.W.")),
        ("The panel looked at the case of T.W., 91, again", ("AGE", "91")),
        ("Edna Stubbs, 94, of this parish", ("AGE", "94")),
        ("Complaint ASC-C-5520: upheld in part", ("REF", "ASC-C-5520")),
        ("Panel outcome for P1140729: agreed", ("REF", "P1140729")),
        ("Ref is COP 7714-02, they say", ("REF", "COP 7714-02")),
        ("Client's own page, www.loom.example/thora, shows it", ("URL", "www.loom.example/thora")),
        ("Handover: female, 93, long lie", ("AGE", "93")),
        ("Body map done. Doreen K could not say how.", ("PERSON", "Doreen K")),
        ("applicant Zorvik Min will come", ("PERSON", "Zorvik Min")),
        ("OT visit with P.J. at ten", ("PERSON", "P.J.")),
        ("he still drives the green Rover, R91 HJB", ("VEHICLE", "R91 HJB")),
        ("the Fiesta was towed: HJB 914R", ("VEHICLE", "HJB 914R")),
    ],
)
def test_finds_every_kind_in_its_spellings(text, expected):
    assert expected in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "We paid £1,250 for respite at Oakfield House and it was not worth it.",
        "The invoice was for 12 weeks at £23.50 an hour which is wrong.",
        "Room 12 was cold all winter and Rose Ward was worse.",
        "Why was the review in May cancelled? I asked in April.",
        "Mark my words, I will go to the Ombudsman. Grace and patience are all we have.",
        "Carers came at 10.45 instead of 8, 7 days out of 14.",
        "Council policy says 28 days but it took 93 days.",
        "Under the Care Act 2014 you must give us a carers assessment.",
        "She has Parkinson's and the Zimmer frame is too low.",
        "Ring 0300 123 4567 or 0800 111 999 or write to info@example.org.",
        "Invented: nobody rang. Update: still nobody. Spreadsheet says @SUM(A1) and @Name.",
        "The stairlift is a Stannah, he takes Ramipril, and we got the rest from Argos for £14.",
        "Mum and my sister told the social worker and the GP.",
        "I miss work. I miss friends. I miss sleep.",
        "He was moved from Bristol to Weston in nine days. He is 84.",
        "See https://www.example.org/adult-care/charges for the charges of 1 April 2023.",
        "St John Ambulance and Age UK were brilliant. So was the vicar of St Mark's.",
        "Every Tom, Dick and Harry has the code. Bob's your uncle, they said. Murphy's law.",
        "The Henry hoover, a Sara Stedy, Earl Grey and Mr Kipling. Rose Villa is lovely.",
        '"I was sick and ye visited me", Matthew 25, says it better. So does Mark 12:31.',
        "She speaks Silesian, takes Apixaban, has Ehlers-Danlos and a Baker's cyst.",
        "Nan loves it on B Wing. Under 65s get Park View. We were told April, then June.",
        "Derby, Stanley, Washington: none of the day centres on your list are open.",
        "The LA agreed, HR advised, the OT said no and the IT asked for a new password. Action: SW to ring.",
        "IT SAID NO AND WE TOLD THEM SO. NO REPLY. ME TOO.",
        "Lady Margaret House had the best garden. The staff on Jasmine, Lavender and Bluebell wings were kind.",
        "Obs by Docobo, bloods Weds. Dycem mat and a Roho cushion. Community DoL to the CoP. Iftar at nine.",
        "They moved us to the Wesley Annexe. Is the case in 2024 the one? Your reference is not 2.",
        "Policy ASC 14.2 applies. It is on our website, www.council.example/care-charges, they say.",
        "We were in Room R91 HJB by the lift. Of 120 people, 94, of whom most are women, answered.",
    ],
)
def test_leaves_what_points_at_no_one(text):
    assert hidden(text) == []


def test_finds_are_sorted_do_not_overlap_and_never_repeat_the_words():
    text = "Mrs Smith (Doreen), 12 Mill Lane, Clevedon, BS21 7AA, 07700 900123, d@example.org, 943 476 5919."
    detections = find_personal_data(text)
    assert {each.kind for each in detections} >= {
        Kind.PERSON,
        Kind.ADDRESS,
        Kind.POSTCODE,
        Kind.PHONE,
        Kind.EMAIL,
        Kind.NHS,
    }
    for before, after in itertools.pairwise(detections):
        assert before.end <= after.start
    for each in detections:
        assert text[each.start : each.end].lower() not in each.reason.lower()
        assert 0.5 <= each.confidence <= 1


def test_known_people_are_found_in_parts_initials_nicknames_and_near_spellings():
    known = (KnownPerson("Margaret Penhallow", "mother", ("Mags P",)),)
    text = "peggy rang; M.P. was upset; Penhalow too; MPenhallow_letter.docx; Mags did not."
    names = [word for _, word in hidden(text, known_names=known)]
    assert names == ["peggy", "M.P.", "Penhalow", "MPenhallow", "Mags"]
    assert hidden("the green hill was lovely", known_names=["Rose Green"]) == []
    assert hidden("I told Green so", known_names=["Rose Green"]) == [("PERSON", "Green")]


def test_positions_hold_where_hidden_characters_and_entities_stand_in_the_text():
    text = "Ask Do\u200breen&nbsp;Smi\u00adth, tel ０７７００ 900123 🙂 Sia\u0302n"
    assert hidden(text) == [
        ("PERSON", "Do\u200breen&nbsp;Smi\u00adth"),
        ("PHONE", "０７７００ 900123"),
        ("PERSON", "Sia\u0302n"),
    ]


def test_a_further_recogniser_can_be_plugged_in_and_a_failing_one_is_not_passed_over():
    class Model:
        name = "model"

        def find(self, text, known):
            start = text.find("the blue house")
            return [Detection(start, start + 14, Kind.ADDRESS, "said by a model", 0.8)] if start >= 0 else []

    class Broken:
        name = "broken"

        def find(self, text, known):
            raise RuntimeError("no model")

    text = "Doreen lives in the blue house"
    kinds = [each.kind for each in Detector((*default_recognisers(), Model())).find(text)]
    assert kinds == [Kind.PERSON, Kind.ADDRESS]
    with pytest.raises(RuntimeError):
        Detector((*default_recognisers(), Broken())).find(text)


def test_check_digits():
    assert nhs_valid("943 476 5919") and not nhs_valid("943 476 5918") and not nhs_valid("1111111111")
    assert luhn_valid("4111 1111 1111 1111") and not luhn_valid("4111 1111 1111 1112")
    assert nino_prefix_valid("AB") and not any(map(nino_prefix_valid, ("BG", "DA", "AO", "QQ")))


def test_cautions_point_at_special_categories_without_hiding_them():
    text = "Mum has dementia, is a Catholic, and was assaulted by a carer."
    assert [str(each.category) for each in cautions(text)] == ["health", "faith", "offences"]
    assert [text[each.start : each.end] for each in cautions(text)] == ["dementia", "Catholic", "assaulted"]
    assert find_personal_data(text) == []


def measure(rows: list[dict]) -> tuple[float, float, float]:
    """Shares of spans and of names wholly hidden, and of texts without any span that were touched."""
    spans = names = spans_hidden = names_hidden = clean = touched = 0
    for row in rows:
        detections = find_personal_data(row["text"])
        covered = {index for each in detections for index in range(each.start, each.end)}
        for start, end, kind in row["spans"]:
            whole = all(k in covered for k in range(start, end) if row["text"][k].isalnum())
            spans, spans_hidden = spans + 1, spans_hidden + whole
            if kind == "PERSON":
                names, names_hidden = names + 1, names_hidden + whole
        if not row["spans"]:
            clean, touched = clean + 1, touched + bool(detections)
    return spans_hidden / spans, names_hidden / names, touched / clean


@pytest.mark.parametrize(
    ("split", "spans", "names", "wrongly"),
    # Floors just under what docs/accuracy-privacy.md states; "aside", "held", "hand b", "hand d, odd", "hand e" and "hand g" were never tuned on.
    [
        ("dev", 0.97, 0.95, 0.02),
        ("test", 0.97, 0.95, 0.02),
        ("aside", 0.9, 0.88, 0.09),
        ("held", 0.95, 0.93, 0.13),
        ("hand b", 0.92, 0.93, 0.07),
        ("hand d, odd", 0.89, 0.92, 0.09),
        ("hand e", 0.94, 0.93, 0.06),
        ("hand g", 0.96, 0.97, 0.02),
        ("tune", 0.96, 0.95, 0.04),
        ("hand a", 0.96, 0.96, 0.03),
        ("hand c", 0.95, 0.95, 0.03),
        ("hand d, even", 0.96, 0.94, 0.05),
        ("hand f", 0.93, 0.92, 0.09),
    ],
)
def test_the_harder_set_stays_at_what_was_measured(split, spans, names, wrongly):
    path = TUNING if split in ("tune", "hand a", "hand c", "hand d, even", "hand f") else HARD
    rows = [
        row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if row["split"] == split
    ]
    assert len(rows) >= 60
    recall, name_recall, touched = measure(rows)
    assert recall >= spans
    assert name_recall >= names
    assert touched <= wrongly


def test_the_made_up_texts_kept_aside_reach_the_targets():
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "personal_data_made_up.jsonl"
    if not path.exists():
        pytest.skip("the made-up texts are not committed and not on this machine (shared/data)")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][1::2]
    rows = [{**row, "split": "test"} for row in rows]
    recall, name_recall, touched = measure(rows)
    assert recall >= 0.95
    assert name_recall >= 0.93
    assert touched <= 0.04
