"""Word lists for name detection: names, words, places, titles, roles and verbs people are the subject of."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import NamedTuple


def _words(name: str) -> frozenset[str]:
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _phrases(*names: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word."""
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in names:
        text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
        for line in text.splitlines():
            words = tuple(line.split())
            if words and not line.startswith("#"):
                phrases[words[0]] = (*phrases.get(words[0], ()), words)
    return phrases


class Lexicon(NamedTuple):
    """Word lists, in lower case without accents."""

    given: frozenset[str]
    surnames: frozenset[str]
    words: frozenset[str]
    places: frozenset[str]
    organisations: dict[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists, read once from the package's own data files."""
    return Lexicon(
        given=_words("given.txt") | {name for name in _words("nicknames.txt") if len(name) > 2},
        surnames=_words("surnames.txt"),
        words=_words("words.txt") | _words("things.txt"),
        places=_words("places.txt"),
        organisations=_phrases("organisations.txt", "field.txt", "councils.txt"),
    )


def wordset(text: str) -> frozenset[str]:
    """A set of the words in `text`."""
    return frozenset(text.split())


# A part of a name that is one of these never stands for the whole: from "My Best" no "my" and no "best" is hidden.
COMMON = wordset(
    "my me we us our you your he him his she her it its they them their the a an and or but so do did does done go be been is are was were am "
    "will would can could may might must shall should to of in on at by for from with as if when then than that this these those there here "
    "not no yes all any some best good better new old young long short big little great high low home house care carer day days time man men "
    "woman lady people person life love well way one two three four five six seven eight nine ten first last next more most much many very van "
    "just only even still ever never also too out up down off over under again about after before who what why how where which said says see "
    "work team social worker support"
)


def spreads(word: str) -> bool:
    """Return whether a part of a name, found by itself elsewhere, stands for that person: not a common word."""
    lists = lexicon()
    return word not in COMMON and (word not in lists.words or word in lists.given or word in lists.surnames)


# Titles are hidden with the name ("Mrs Patel"), because they tell sex and standing.
TITLES = wordset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev revd reverend cllr councillor mister missus missis doctor"
)
MALE_TITLES = wordset("mr mister sir lord")
FEMALE_TITLES = wordset("mrs ms miss missus missis dame lady")

# Words for who somebody is in the story; they stay, and a name often follows them.
ROLES = wordset(
    "doctor councillor worker workers carer carers caregiver nurse nurses gp ot sw physio physiotherapist manager officer assessor adviser advisor practitioner "
    "therapist keyworker caseworker advocate solicitor interpreter cleaner chef cook driver volunteer coordinator co-ordinator supervisor "
    "receptionist assistant deputy matron sister brother warden caretaker handyman paramedic consultant psychiatrist psychologist counsellor "
    "pharmacist dentist podiatrist chiropodist optician hairdresser tutor teacher pastor vicar imam rabbi priest father pc sgt dc wpc "
    "sergeant constable inspector mum mam mam-gu mamgu tad-cu mom mother dad father nan nana nanna nanny gran granny grandma grandmother grandad granddad "
    "grandfather grampy gramps taid nain son daughter wife husband partner ex fiance fiancee boyfriend girlfriend twin niece nephew cousin "
    "uncle aunt auntie aunty grandson granddaughter grandchild stepson stepdaughter stepdad stepmum stepfather stepmother godson "
    "goddaughter in-law son-in-law daughter-in-law mother-in-law father-in-law sister-in-law brother-in-law neighbour friend mate lady "
    "gentleman gent man woman guy girl lad boy chap fella bloke client resident patient tenant colleague landlord landlady employee "
    "pa attorney executor deputy relative person guardian key-worker support-worker social-worker commissioner director owner boss lead "
    "student trainee apprentice mp agent applicant claimant complainant appellant referrer informant caller handler operator porter support mentor companion leader teamleader registrar surgeon locum midwife"
)

# Words that say the next capital is a person: "called ...", "told ...", "Dear ...".
NAMING = wordset(
    "called named name nickname known dear hi hello hey signed sincerely faithfully regards cc attn"
)
TELLING = wordset(
    "told tell tells telling asked ask asking met meet thank thanked thanking rang ring ringing phoned phone contacted contact emailed email "
    "texted text called call visited visit saw see seen bless informed reminded begged warned chased messaged knew know helped help "
    "miss lost love loved hate let sent gave give paid pay employed employ hired watched looked got took take bring brought make made"
)
SPEAKING = wordset(
    "spoke speak spoken speaking talk talked talking thank thanks thankyou you grateful said complained complaint passed according married "
    "written wrote write compliments gratitude reported assigned allocated introduced listened word listen listens credit appreciation "
    "addressed copied belongs happened rude unkind kind nice close next due explained explaining sorry apologise apologised reply replied "
    "given lies lied attention respond letter letters email emails message messages call calls cruel mean refer referred credit horrible"
)
# What is said or sent "from" somebody, done "because of" or shouted "at" somebody.
FROM_PEOPLE = wordset(
    "call calls letter letters email emails message messages text texts visit visits note card heard hear thanks love reply apology word news"
)
OF_PEOPLE = wordset(
    "because memory behalf name care instead afraid scared proud fond tired photo photos picture death hold sight friend opinion"
)
AT_PEOPLE = wordset(
    "shouting shouted shouts laughed laughing laughs swore snapped screamed screaming looked angry furious cross yelled yelling"
)
LINKING = wordset(
    "with from by for about like and or & than by-by re regarding concerning without between after before because when if that hear of towards"
)
PLACING = wordset("in at near outside inside around the on into throughout across")

PERSON_VERBS = wordset(
    "here she he she's he's said says told tells came comes rang phoned rings phones visited visits visited helped helps took takes listened listens explained explains went "
    "goes left leaves arrived arrives works worked sat sits promised promises refused refuses shouted shouts made makes never always only just "
    "still also was is has had hasn't wasn't isn't didn't doesn't did does would could can't couldn't wouldn't won't rushed spoke speaks asked asks "
    "thinks thought knows knew wants wanted needs needed lives lived died fell looked looks gave gives sorted sorts cooked cooks washed washes "
    "treated treats brought brings tried tries felt feels got gets kept keeps showed shows turned turns started stopped moved called calls "
    "deserves deserved requires required reports reported attends attended receives received refuses must should may might will speaking "
    "cares manages managed struggles struggled suffers suffered uses used relies relied eats drinks sleeps slept uses likes liked enjoys enjoyed "
    "hates hated moved moves seems seemed appears appeared became becomes stays stayed met meets offered offers supported supports decided "
    "agreed agrees claims claimed denies denied complained complains received joined joins signed signs turned filled passed missed "
    "come go do help give take make want need look work live say tell clean cook drive visit translate bring speak ask keep send support "
    "emailed wrote writes ended forgot cared cares sent sends put puts who whose then really again cannot cried broke let lets"
)
# Of those, the ones that a thing rarely does; needed where the name is also a word.
STRONG_VERBS = wordset(
    "here she he she's he's said says told tells rang phoned rings phones visited visits listened listens explained explains sat sits promised promises refused refuses shouted "
    "shouts rushed spoke speaks asked asks thinks thought knows knew wants wanted lives lived died cooked cooks washed washes tried tries felt "
    "feels emailed wrote writes forgot cared cares who cried has had never always came comes was is went took goes"
)

# Of those, what hardly anything but a person does.
HUMAN_VERBS = wordset(
    "here she he said says told tells rang phoned visited listened listens explained explains promised promises refused refuses shouted shouts rushed spoke "
    "speaks asked asks thinks thought knew wants wanted cooked cooks washed washes tried tries felt emailed wrote writes forgot cared cares cried "
    "keen unable declined consented mobilised tolerated remains picked sang who sings sat sits laughed smiled held hugged dressed fed drove drives noticed arranged suggested admitted agreed apologised "
    "assured advised blamed chatted cleaned collected dropped encouraged filled fought helped helps hung informed insisted introduced joked "
    "died fell deserves deserved attends attended requires receives can't won't doesn't didn't speaking went refuses wants left came "
    "kissed knocked lied lives lived looked loves loved loved mentioned passed persuaded popped pushed reads replied reported sorted stayed "
    "stood struggled swore talked talks taught took treated understood understands waited walked warned whispered worked works worries"
)
# Words that follow a name in several languages: "Abdullah bhai", "Sulochana aunty".
HONORIFICS = wordset(
    "bhai ji aunty auntie aunti uncle sahib saheb apa didi baji hanim abla khala chacha jaan"
)
KINDNESS = wordset(
    "lovely kind patient gentle rude brilliant amazing fantastic wonderful helpful caring thoughtful polite abrupt dismissive cheerful professional "
    "supportive attentive friendly understanding off away sick leaving late crying upset frightened worried tearful married born deaf blind"
)
# Words for kin that are also given names somewhere: "Nan loves it", "Papa-ji" stay.
KIN = wordset(
    "nan nana nanna nanny gran mam mum dad taid nain papa papa-ji mama mama-ji baba baba-ji amma appa ammi abbu abba nani dadi dada dadaji nanaji bibi-ji "
    "mummy-ji daddy-ji mummy daddy babcia dziadek tata gogo ambuya sekuru"
)
FAMILY = wordset(
    "mum mam mom mother dad father nan gran grandma grandad son daughter wife husband partner niece nephew cousin uncle aunt auntie sister brother grandson "
    "granddaughter stepson stepdaughter neighbour friend mate carer keyworker boyfriend girlfriend twin"
)
# Given names that are far oftener a word, even with a capital inside a sentence.
HARDLY = wordset("said man my so do an long hung thu sun hai van jan")
# "a Vera room", "the Henry hoover": what is named after somebody.
NAMED_AFTER = wordset(
    "room rooms formula method framework principle principles theory curve effect ratio lounge grade index tool drawing model chart stage sign manoeuvre team unit hoover vacuum hoist cup trophy fund appeal award water marathon test card app bed cushion mug biscuit biscuits portions chair lamp "
    "record records tape film song songs programme show box set map review report inquiry ruling case judgment house wing ward"
)
MONTHS = wordset("january february march april may june july august september october november december")
PLAIN_PLACES = wordset(
    "villa house lodge court view cottage manor grange farm gardens hospital centre mews towers"
)
FAITHS = wordset("christian")
# Listed names of three letters that are names in small letters too; others of three letters are mostly slips.
SHORT_SMALL = wordset(
    "amy zoe ian kim tom dan jim joe ken leo liz meg pam ron sam tim una ali abi bev deb gav jen jon kev lyn mel nia roy raj eva ada ida ivy flo jas"
)
DEPARTMENTS = wordset(
    "the your brokerage reception finance housing commissioning safeguarding reablement rehab accounts occupational social adult direct customer complaints careline"
)
# A question or a wish begins so; the name begins at the next word.
ASKING_FIRST = wordset("will may bless can dear love")
NEVER_SMALL = wordset(
    "can could would should might must shall man said ben sat will may mark hope grant chase love long so bill sue"
)
# "him and Zola", "the carer or Zola": an unknown word after "and" is a person where one is named before it.
SOMEBODY = wordset("me him her us them you he she they i")
# How medicines end.
MEDICINES = (
    "pril", "pentin", "gabalin", "olol", "statin", "zepam", "prazole", "mycin", "cillin", "faxine", "xetine", "azine", "apine",
    "profen", "phine", "codeine", "sartan", "formin", "parin", "farin", "triptyline", "semide", "thyroxine",
)  # fmt: skip
# What is had, eaten, used or worn is a thing: "I had Weetabix", unless it goes on as it does after a name.
HAVING = wordset(
    "had have has having use used uses using eat eats ate drink drinks drank wear wears wore buy bought play plays watch watches watched"
)
# "ask dawn", "thank sue": said to somebody, and what goes on after a name there.
SAID_TO = wordset("ask tell thank thanked told asked")
AFTER_SOMEBODY = wordset(
    "and on in at for to who about that she he i not again next from please if why how when what yesterday today nicely directly thanks thank"
)
NEVER_A_NAME = wordset(
    "my me it us our the an so no do can man god you all may will love long so bill hope any"
)
# After "spoke to", "sent" and the like these are never a name in small letters, though some list has them as one.
NEVER_IN_SPEECH = wordset(
    "my me it us our the an so no do can man god you all any him her them his their your anyone someone somebody nobody everyone "
    "people staff social other others another one two this that these those get be go page care may ask will love hope long best bill"
)
# Who or what is done by somebody named in small letters: "sent mark and he", "spoke to joy last week".
SPEECH_IN_SMALL = wordset(
    "spoke speak spoken speaking talked talking complained said listened chatted apologised lied"
)
TIMES_AFTER = wordset(
    "last yesterday today this earlier again on at in about who and she he from then because but when twice once before after next if tomorrow"
)
SENT = wordset("sent send met had got meet saw seen sending")
CARED_FOR = wordset(
    "wheelchair room medication meds tablets bed flat house bungalow care package review assessment bath hoist chair money family "
    "social support key funeral dinner tea lunch visit visits benefits pension bedroom walking legs leg feet mobility needs condition hand arm leg hospital birthday stroke fall"
)
BEFORE_ROLES = wordset("my our his her the their worker social named your")
# Conditions named after people: "Parkinson's" is no one's name.
EPONYMS = wordset(
    "parkinson alzheimer huntington crohn down tourette asperger hodgkin addison cushing raynaud meniere korsakoff lewy bell graves wilson "
    "sjogren barrett hashimoto pick creutzfeldt guillain wernicke charcot marfan turner klinefelter edwards dupuytren"
)
# Surnames that are words but follow a given name in small letters more often than not.
SMALL_SURNAMES = wordset(
    "ford king green brown white black gray grey cook hill wood woods hall ward lane marsh cross bell fox rose stone price banks brooks bird "
    "knight fisher hunt lamb marshall mason carter parker porter potter baker butcher butler taylor turner walker cooper bishop pope parsons "
    "burns summers winter winters young wise noble sharp small little swift savage page day field fields forest frost gale gardener gardner "
    "jewel judge lord moon moss north west mills miller pike pool reed rice shaw shepherd singer smart speed spencer steel stock street sutton "
    "tanner tyler wall walls waters webb weaver webster wells wolf wild lee hale hay grant glen dean dale cliff barber archer smith"
)

# What makes a name before it a place, an organisation or a thing.
ORG_WORDS = wordset(
    "house court lodge road street avenue lane close drive way ward hospital centre center surgery clinic hall manor grange gardens garden park place "
    "school college university church council care careline homecare team trust foundation unit wing suite pharmacy medical practice estate terrace "
    "crescent group ltd limited plc services service solutions society hospice villa villas view cottage cottages farm green hill inn arms hotel library "
    "theatre station bridge square healthcare agency association act syndrome disease palsy frame bed mattress score scale method rule law "
    "bus train line county city town village borough district flats tower towers heights rise row mews grove walk infirmary academy nursery "
    "cross institute chapel mosque temple gurdwara cathedral cemetery market supermarket shop cafe pub club day-centre home homes "
    "community annexe annex pavilion residential nursing building buildings day dementia hub project scheme partnership charity appeal fund "
    "bank island beach pier railway castle museum stadium leisure sponge llp cancer sandwich body bodies dressing spaniel terrier card app lights festival embassy airport united rovers city albion"
)
# These are things in lower case too; the others ("home", "care", "close") only with a capital.
ALWAYS_ORG = wordset(
    "llp ward hospital road street avenue lane surgery clinic court lodge crescent hospice infirmary college school university terrace estate card app "
    "syndrome disease palsy frame sponge ltd limited plc centre foundation mattress score bodies sandwich cathedral pharmacy"
)
ORGISH = (
    "care",
    "health",
    "line",
    "serv",
    "link",
    "direct",
    "watch",
    "home",
    "aid",
    "shire",
    "field",
    "wood",
    "county",
    "gate",
    "support",
    "choice",
    "life",
)
WORDISH = (
    "ings",
    "ers",
    "ions",
    "ments",
    "ly",
    "tion",
    "sion",
    "ment",
    "ness",
    "ful",
    "less",
    "ous",
    "ance",
    "ence",
    "able",
    "ible",
    "ism",
    "esque",
    "ists",
    "ology",
    "itis",
    "ised",
    "ized",
    "ated",
    "ively",
)

# Names that are also verbs, months and exclamations: at the start of a sentence they are hardly ever a name.
NOT_FIRST = wordset(
    "will may mark bless grant hope bill pat sue rob chase grace joy faith love ray dawn april june august summer autumn art drew max rich sunny "
    "carol mercy patience peace comfort gift precious happy innocent justice favour fortune memory charity prudence glory norm christian "
    "sandy rusty page young long best still so my an van may short sunday "
)
MONTH_NAMES = wordset("april may june august")
MONTH_LEADS = wordset(
    "in since by until till last next early late of this end mid from during before after to every for on"
)
# Letters with full stops that are not a person's.
ABBREVIATIONS = wordset(
    "a.m p.m e.g i.e n.h.s g.p o.t u.k u.s u.s.a n.b p.s b.c a.d p.a m.p c.v d.o.b d.i.y t.v c.o.d r.i.p a.k.a d.w.p p.i.p c.q.c n.i m.s "
    "m.s.c b.a b.sc l.p.a c.h.c d.p e.u i.t i.d h.r m.d p.o s.w f.a.o o.a.p v.i.p h.m.r.c e.s.a a.n.o.n i.o.u p.c d.c w.p.c m.o.t"
)
PARTICLES = wordset(
    "de da di do dos das del della van von der den ter ten bin binti bint ibn al el le la du ap ab ferch st mac o ben abu"
)
ACRONYMS = wordset(
    "nhs cqc ot gp sw pa su hca rpr imca fnc hv cm adl mar lgo lgsco dwp pip esa aids adhd asd ptsd copd dols mca lpa poa chc dfg dp asc mash mdt ehcp send hmrc uk usa eu ai it hr id tv "
    "ok pm am a&e icu ccu ed er mri ct ecg dnr dnacpr uti mrsa covid ms mnd cpn cmht amhp rc rn nhsct bsl bame lgbt lgbtq faq pdf cv ba ma "
    "nvq dol cop slt ppe pals icb ccg bcp isf ceo md vip diy nok hcp pt hx rx tv sen ehc ucr gcse wfh asap fyi ps nb eta n/a tbc mp rip xx xxx cctv otc mst peg iv mac ip uprn usrn imei w3w os nrs"
)
