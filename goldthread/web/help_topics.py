"""Help by topic: which part of the help page belongs to which pages, and what it says, in plain words.

A page belongs to the topic with the longest beginning of its address; the frame of every page links to that part.
"""

from __future__ import annotations

from goldthread.web.help_topic import SYSTEM_TOPICS, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        "home",
        "Home and my work",
        ("", "work/", "more/", "drafts/"),
        (
            "Home lists what you have to do, what is overdue first, each with its reason. Beside it stand pictures of what your role looks at.",
            "“Unusual” means that a theme’s last whole month lies outside its normal variation. It is a reason to ask, not an answer. The card says how many would be unusual by chance alone.",
            "What you type into a form and do not save is kept as a draft until you save or discard it.",
        ),
    ),
    Topic(
        "public-forms",
        "Public forms",
        ("public-forms/", "casework/consents/"),
        (
            "What the public, councillors and voluntary organisations tell by their forms becomes feedback like any other. “Public forms” says by which door each came, and what must follow it.",
            "A clock, a screen for harm or a confirmation that failed, or waits for over an hour, is on the complaints manager’s home. “Try again” does nothing twice.",
            "Where somebody speaks for another, the person is asked for their consent by a link or a letter of their own. After one reminder it is the owner’s task to ring, visit or decide.",
        ),
    ),
    Topic(
        "feedback",
        "Feedback",
        ("feedback/",),
        (
            "Add feedback as it came: its type, who it is from, and each matter in it as an issue of its own. Names and other details that identify a person are hidden before anything is saved; the original is kept apart and opened by few.",
            "The list is narrowed, sorted and exported as its address says: send the address to a colleague, or save it as a view.",
            "A response is overdue when somebody who asked for one has waited more than 4 weeks.",
            "To hide more, open the feedback and choose “Redact more”. What was made from it is redacted too.",
        ),
    ),
    Topic(
        "speaking_up",
        "Speaking up in confidence",
        ("speaking-up/",),
        (
            "Whoever works at the council can say what worries them, with their name or without, signed in or not. Two named people read it; no administrator, manager or director can. Whoever runs the server could still read the database.",
            "Whoever tells something is given a private link once. It shows how it stands, questions and answers, never what was told.",
            "The two are changed by both of them or by the director. Where an administrator, or somebody on the server, changes how one of the three signs in, it stands under “Who reads in confidence”, and they can open nothing until another of the three has confirmed it.",
        ),
    ),
    Topic(
        "practice",
        "Practice audits",
        ("practice/",),
        (
            "Load the sheet of audits that you have, from Microsoft Forms or your case system: say what each column is, see what was read and which cells cannot be, and it becomes a round with its figures and findings. The same sheet again adds nothing.",
            "An audit tool is a list of questions by domain. A version in use is never changed: a change makes the next version, and questions keep their key, so that rounds can be compared.",
            "A round done here is drawn by lot from your list of references, each team in proportion. The seed is kept; a swap needs its reason, and the next of the same draw takes the place. Nobody audits their own work.",
            "An auditor finds what is given to them under My audits. What went well comes first. Once it is finished the worker reads it at once, and adds their own reflection; print it for a worker without an account.",
            "What the organisation learns is recorded as findings, which are decided on and get their themes. An action can name the audit question that will show it is embedded, with the share that would show it: the next round answers it.",
            "Files are marked twice by lot, blind: neither marker sees the other’s mark before both are in. What is agreed at the moderation meeting stands beside both, with its reason. A grade is shown with how far it may be off; under ten files marked twice that is not said.",
            "An auditor sees their own grades beside those agreed; nobody else does but whoever leads. The owner of a round can open it to an auditor of another council until a day: they see the files given to them, and nothing else.",
            "On a tablet the form keeps what is typed while the connection is gone, says so, and saves it once when the server answers. Nothing is written to the device.",
            "A share is given of ten audits or more, with its likely range. No list of workers is made.",
        ),
    ),
    Topic(
        "coproduction",
        "Involvement",
        ("coproduction/",),
        (
            "A piece of work is a strategy, a review, a course or a change that people are involved in. Plan its stages (start, design, decide, deliver, check) before anything is decided.",
            "At each stage record who was asked, how many, from when until when, and what changed. The step of the ladder is recorded twice: as the council sees it, and as the people involved see it. Where the two differ both stand, and no average is made of them.",
            "“People who agreed to be asked” holds how they are reached, in which format, and until when they agreed; the coproduction lead alone sees it, and on the day after their consent ends they are deleted. An invitation is drawn from it by lot, with criteria and a seed that are kept. Whoever was invited twice in twelve months is left out.",
            "A rating says how far coproduction has come, as the council and as the people involved see it, with a plan. It is not overwritten: rate again, and both stand.",
            "What was decided has a date by which people are told. It stays due until somebody records how they were told.",
        ),
    ),
    Topic(
        "pilots",
        "Pilots",
        ("pilots/",),
        (
            "A pilot is something that is tried before it is spread. Write the question, what you predict and the measure before it begins: from that day on they stay as they are.",
            "A pilot that uses data about people cannot begin before its data protection impact assessment is recorded, or the reason why none is needed.",
            "A cycle is one round of plan, do, study, act. What was predicted stands beside what was seen.",
            "“Spread: shown to work” can be chosen only where a measure was agreed before the beginning and its latest result shows it. A pilot can be spread without that, and then says “benefit not shown” wherever it is cited.",
            "That others took a pilot up is “Said by us” until they confirm it in their own words. It shows that others do it too, and not that it works.",
            "What was stopped is kept with its reason: choose the state “Stopped”, or search for a word of the reason.",
        ),
    ),
    Topic(
        "sector",
        "Published reports",
        ("sector/",),
        (
            "Published reports about councils stand on a shelf of their own. Nothing on it is counted with what people told this council.",
            "Add a page or a whole report as a file, or paste its text. Its council, statement, score and date are read, and you confirm them. A date that is not printed stays “Not known”.",
            "Search takes words or a whole question. Where no passage has all words, those with the rarest of them are shown, and the page says so.",
            "“What goes with a score” compares what reports that scored 3 or 4 describe with those that scored 2, for one statement. It is association, not cause, and with fewer than ten reports on a side nothing is compared. Each number opens the passages behind it.",
            "“Systems like ours” lists which councils name a system of a kind. “Figures side by side” shows only figures of the same measure, unit, base and kind of period that may be compared.",
        ),
    ),
    Topic(
        "mailbox",
        "E-mails to sort",
        ("mailbox/",),
        (
            "E-mails to the council’s mailbox wait here until somebody sorts them. The page says what each seems to be and by which words; one press adds it as that, with its sender as contact, its files, and the day on which it came. It can also be added as something else, joined to feedback that is here, or set aside.",
            "An answer joins its feedback by itself where it answers an e-mail of it, or names its reference in the subject; never by a name alone. From an address that is not the person’s the timeline says so. An answer stops no clock.",
            "What is quoted, the signature and notices are folded away, not deleted. The message as it came can be downloaded by whoever may open original text, with a reason.",
            "An e-mail that could not be read waits as well: download it, add the feedback by hand, and join the e-mail to it.",
            "What may tell of harm says so at the top, and stays listed until somebody records what they did.",
        ),
    ),
    Topic(
        "mailbox_settings",
        "Mailbox that is read",
        ("mailbox/settings",),
        (
            "An administrator sets the mailbox: its server, an account that may open this mailbox only, the folder that is read, and the day from which. The password is kept encrypted and is forgotten where the server or the user name changes.",
            "“Try mailbox” signs in and counts what is there, without fetching anything. It is read every five minutes; “Read mailbox now” on the list of e-mails reads it at once.",
        ),
    ),
    Topic(
        "import",
        "Importing a spreadsheet",
        ("feedback/import",),
        (
            "Upload an XLSX or CSV file. Match its columns to fields, then its words for teams, types and people where they differ. Nothing is saved until you press Import.",
            "Rows with errors can be mended on the page or downloaded, mended and uploaded again. What is here already is recognised.",
            "An import can be undone.",
        ),
    ),
    Topic(
        "boards",
        "Boards and networks",
        ("meetings/boards",),
        (
            "Boards, panels, forums, networks, champions and partners are entered once, each with its purpose and somebody who answers for it.",
            "Once a year whoever answers for it is asked what changed because of it. “Nothing” is an answer. Where nothing changed two years running, the list and the page say so.",
            "Feedback names its board. A board is found by its own name and by every other name that is added to it.",
        ),
    ),
    Topic(
        "ombudsman",
        "The ombudsman",
        ("casework/ombudsman",),
        (
            "What the ombudsman asks is recorded on the page of its complaint: “Ombudsman asks”. It has the date by which our reply is due, and stands in My work of whoever prepares it.",
            "A reply is authorised by a senior leader, by themselves, who did not draft it, once what was learned is written down.",
            "A decision can have several remedies, each with an owner, a date and what shows that it was done.",
            "The uphold rate is the share of detailed investigations, and always stands with how many there were.",
        ),
    ),
    Topic(
        "letters",
        "Letters",
        ("casework/letters",),
        (
            "A letter begins with a template and is filled from the case. What the case does not say stays in braces: write it, or take it out. Names, the address, the date and the signature are filled when it is sent.",
            "A letter stops at the name of somebody else, at the reference of another case, and at anything left in braces or square brackets. The message says which words.",
            "A final letter is signed off before it goes. A change after that is signed off again.",
            "What was sent is kept exactly as it was sent. An e-mail that comes back, or that nobody takes within a day, counts as not sent: the clock goes on, and the owner of the letter is told.",
            "A council words its own templates and keeps standard paragraphs; both are tried on a made-up case before they are used.",
        ),
    ),
    Topic(
        "cases",
        "Cases",
        ("casework/",),
        (
            "The due date of a case is that of its next clock. Where you need another day, agree it with the person. Under “Clocks” each date says how it is counted, and whether the rule is confirmed.",
            "Ask the person a question, or another organisation for its part of the reply. “Make private link” makes an address for them that opens one page without an account. It is shown once, works until the date you set, and a newer one ends it.",
            "“Chronology” lists what happened in the order of its days. What was recorded by mistake is undone there, with the reason; it stays and counts no more.",
            "Closing lists what it would end. An upheld issue needs a lesson, or the reason why there is none.",
        ),
    ),
    Topic(
        "meetings",
        "Meetings",
        ("meetings/",),
        (
            "A meeting is planned, held, written up and, where an answer is owed for what was raised, answered. One that is cancelled is kept: of so many planned, so many were held.",
            "“One-minute note” is for a telephone: what kind of meeting it was, how many came, what was raised. A meeting that is to be written up stands in My work of whoever writes it up.",
            "Those who came are counted by role; nobody’s attendance is kept by name. Who came to a learning session was reached, and is not counted as trained.",
            "Some kinds keep themes only, such as a Schwartz round or group supervision: a name, a reference or a telephone number is refused, and under 5 people no theme is kept. Of one to ones only the numbers planned and held are kept.",
        ),
    ),
    Topic(
        "subject-access",
        "Subject access requests",
        ("subject_access/",),
        (
            "Somebody asks what is held about them. Say by what to look for them: names, former names, numbers, a date of birth. Misspellings are found too.",
            "Every place that holds words is looked into, and the page says where it was not. What is recorded on a case of theirs is found without their name in it.",
            "Read each thing that was found: give it, give it without what is about others, or leave it out with a reason. The document is put together from that, and kept as it was given.",
            "Nothing of what was found is deleted until you lift the hold.",
        ),
    ),
    Topic(
        "reviews",
        "Reviews and findings",
        ("reviews/",),
        (
            "A review is a formal report: an ombudsman’s decision, a safeguarding adult review, an audit. Each finding is decided (accepted, implemented, not implemented) with a date and an owner.",
            "Implemented and embedded are two states. Embedded needs a record that shows it.",
            "“Safeguarding adult reviews” begins with the referral: the decision and its reason, the family’s part, the quality markers and the publication. A referral of which no review was made is kept.",
            "“Ask agencies” on a finding: each answers for itself, by a private link or through you. Days count from publication; fewer than five answers are too few for a median.",
            "“Has it happened again?” lists what came later and resembles an old finding. Two texts are alike; you say whether it is the same.",
            "A strength is kept and spread to teams. It needs no decision.",
        ),
    ),
    Topic(
        "themes",
        "Themes, coding and charts",
        ("themes/",),
        (
            "A theme is what issues are about. Goldthread suggests themes with the words they rest on; a person decides, and both are kept.",
            "A theme’s chart shows negative issues by month, unless you choose all or praise. The band is the normal variation; a diamond is better than usual, a square worse, a triangle unusual where neither is better.",
            "Whoever may not read feedback sees quarters and years. Counts from 1 to 4 are not shown, nor what would give them back.",
        ),
    ),
    Topic(
        "safeguarding",
        "Possible safeguarding concerns",
        ("themes/safeguarding",),
        (
            "If somebody may be in danger now, ring 999 before anything else.",
            "Texts that may tell of abuse, neglect or danger are raised for a person to look at. What is not raised may still be a concern: a sample is read each month.",
            "Mark each as reviewed with what was done. Those under “Danger now?” stand on home until then.",
        ),
    ),
    Topic(
        "learning",
        "Lessons and actions",
        ("learning/",),
        (
            "A lesson says what was learned from issues or findings. An action says who will do what by when, and is agreed with the measure that would show that it worked.",
            "Done, embedded and shown to work are three states. Done is a date; embedded needs a sample of practice or a result; shown to work needs the measure.",
        ),
    ),
    Topic(
        "impact",
        "Measures and results",
        ("impact/",),
        (
            "A measure is agreed with the action, before anybody sees what comes of it. It is reviewed 6, 9, 12, 15 and 18 months after the action.",
            "Improved or worsened is said after two reviews in a row that chance does not explain. “Lower since the action” is not improved. “Too little data” is an answer, and says what it would take to know.",
            "The icons beside a chart are those of its latest reading: variation in a rounded square, the target in a shield. They are computed and never set by hand.",
            "Paste readings from a spreadsheet under “Paste or import readings”.",
        ),
    ),
    Topic(
        "briefings",
        "Briefings",
        ("briefings/",),
        (
            "A briefing tells a lesson in seven short blocks. It is sent to teams, and each reader says that they read it, discussed it or used it.",
            "From a lesson’s page, “Fill from the lesson” puts what is recorded into the blocks. Change it into your own words; the questions for a team are yours.",
            "One A4 page, one slide, the text of an e-mail and easy read come from the same text. What is too long for a page says about how many words to cut.",
            "Reach shows how many are left at each step, and how many are lost there. Of fewer than five people nothing is said. Answers to the two questions are counted, and nobody’s is kept.",
            "The learning hub finds standards, briefings and lessons on a topic in one search.",
            "A briefing is shared with another council as a small file with its checksum. Nothing personal is in it, and a file that was changed is refused.",
        ),
    ),
    Topic(
        "documents",
        "Documents",
        ("learning/documents/",),
        (
            "A document is a framework, standard, policy, guide, report or story: where it lives (a SharePoint link, or a file uploaded here), its version, who may see it, its owner and its review date.",
            "A new version says what changed; the earlier ones stay. The same file, or the same address, is found again when somebody adds it.",
            "What is for leads only is in nobody else’s list, search or trail; a claim that cites it says its reference and not its title.",
            "Before its review date a document stands in its owner’s work. Past it, it is among the gaps.",
            "“Formats, makers and consent” says in which formats it exists, with whom it was made and how they were paid. Readers see a story only while the consent to telling it holds.",
            "A list of documents comes in by a spreadsheet: what would be saved is shown first, and the same list again adds nothing.",
        ),
    ),
    Topic(
        "plans",
        "Plans",
        ("learning/plans/",),
        (
            "A plan draws actions together that are agreed already, under a title, a period and an owner. Each can be tagged by the statement of CQC’s framework that it serves. A new action is agreed from its lesson first.",
            "Those who approve a plan are asked in an order, and answer one after the other. Somebody without an account here is named by office, and their answer is recorded with where it is written down.",
            "Each number opens just the actions that it counts. Done, embedding shown and shown to work are three different things.",
            "Changes since approval are read from the history of the actions: what came, what was taken out, and which dates, owners and states are others now.",
        ),
    ),
    Topic(
        "exchange",
        "Exchange with others",
        ("sector/exchange/",),
        (
            "What was brought in from others and given out to them: practice, help, talks, outreach by a board, tools and visits. Reach is a number that somebody counted, with what it counts; who came is not who used it.",
            "Whoever received it is asked later whether it was used, and “not used” is an answer. It is called adopted only once the other side says so, in their words, with who and when.",
            "A year shows both ways side by side, and the meetings with others of which nothing is among the exchanges: one press takes one, filled in. A calendar that is not here yet is loaded under Meetings first.",
            "Of help that the council asked for it is said why, and what it gave. Whether it worked is what the measure of its action shows; without one it is not shown.",
        ),
    ),
    Topic(
        "returns",
        "Information returns",
        ("evidence/returns/",),
        (
            "An information return is what a body asks the council for, item by item. Load the items from the council’s own spreadsheet: the columns are matched, each row is checked, and nothing is saved before you have seen it. Load it again when more is asked for.",
            "An item’s owner gives it documents, or sections of one, and says when all is there. What is to be redacted is redacted first; then somebody else than its owner signs it off.",
            "Each number on a return leads to the list of just those items. Its index is downloaded as a workbook.",
            "Cases for pathway tracking are drawn by lot with a seed that is kept, and seen by the quality lead and the principals only. They hold references and no names.",
        ),
    ),
    Topic(
        "evidence",
        "CQC self-assessment",
        ("evidence/",),
        (
            "A claim is a sentence of the self-assessment under a quality statement. Add evidence to it: a measure, a briefing, a finding, a published figure, feedback, or a count that is kept.",
            "A claim that something changed for the better needs a measure whose latest result is Improved. What is missing is listed as a gap, on the claim and in every evidence pack.",
            "Strength stands beside each claim: results, actions, people’s own words, how many sources of how many kinds, how old, who confirms it, and what others said. Each figure of the coverage opens what it counts.",
            "A weakness that leaders name with its plan counts as strength: open the claim and choose “Name it a weakness, with its plan”.",
            "The next framework is loaded from a spreadsheet: download the version in force, change it, load it, and give the day. Claims whose statement is asked no longer are listed, and each moves with its history.",
            "An evidence pack is frozen as at a day: HTML, Word, PDF or a ZIP, with its checksum. Record to whom it was sent: it then never changes, and you are asked to recall it where a name is hidden later. Copies of a signed self-assessment are recalled in the same way.",
            "A self-assessment has a section for each statement. The checks advise and stop nothing; the director signs.",
        ),
    ),
    Topic(
        "reports",
        "Reports and the board page",
        ("reports/",),
        (
            "Each report is made at one press, of the last full quarter or year; open its name to choose another. A draft has its figures from that day, and “Count again” counts anew. Financial and calendar years are never mixed.",
            "Write in its sections, then ask for comments: colleagues write notes on it. Somebody else approves it, and then it is published. A published edition never changes. A mistake is corrected by a new edition that says what was wrong.",
            "Each number opens the rows that it counts, as they stand now. Counts of people from 1 to 4 are not shown, nor what would give them away, and of fewer than 10 no share is given.",
            "Page, Word, PDF and the figures in Excel say the same. The PDF is tagged for screen readers (PDF/UA); we test its language, title, tags and texts, and no validator was run. Where there is no PDF, print the page from your browser.",
            "Councillors and partners read totals, and never a single complaint. A case list for a regulator is drawn by lot; the same seed draws the same cases.",
            "The board page says in one page what was heard, what worked, what did not, what is late, and what is not known. “Make an edition” keeps it; the next one says what changed since.",
        ),
    ),
    Topic(
        "search",
        "Search, the trail and gaps",
        ("search/", "thread/", "gaps/"),
        (
            "Search finds every record that you may see, in redacted words. Put a phrase in quotation marks.",
            "The trail of a record shows what it is based on and what it led to, from feedback to claim. Where it stops, that is a gap, and “Gaps” lists all of them.",
        ),
    ),
    Topic(
        "responses",
        "Requests and answers",
        ("requests/",),
        (
            "A request stands on the words of somebody: what they asked for, challenged or suggested. It says who owes the answer and by when. What boards, forums and partners raise becomes a request by itself.",
            "An answer says what becomes of the request. “Considered” never counts as a change, and a promise counts once it is done.",
            "The asker’s own view is theirs: nobody can change it, and whoever wrote the answer cannot record it. “Make private link” lets them write it themselves.",
            "“People to tell” lists everybody who asked to hear, once an action that rests on their words is done, embedded, or shown to work or not, with a draft in plain words.",
        ),
    ),
    Topic(
        "confirmations",
        "Who confirms a change",
        ("confirmations/",),
        (
            "On a done action and on a claim stands who says that the change is felt: people, staff, leaders, partners, or that nobody asked them. Say whom you asked, how and when, and what they said.",
            "Whoever owns the action, or wrote the claim, cannot record it. The date to ask again stands in your work.",
        ),
    ),
    Topic(
        "you-said",
        "You said, we did",
        ("requests/you-said/", "you-said/"),
        (
            "Write up a request on its page. Somebody else approves it, in their own name, and publishes it. The page and its feed can be read by anybody.",
            "Nothing is published about fewer than five people, but of one who consents. The words are the council’s own; where eight words in a row are somebody’s, the form says so.",
            "“It worked” can be said only where a measure shows it. If that is not so any more, the page says that it is checked again, and Gaps lists it.",
        ),
    ),
    Topic(
        "own-board",
        "Boards and forums",
        ("boards/", "my-board/"),
        (
            "Whatever a board or forum raises is owed an answer within 4 weeks. Members see what their own board raised, the answer, and what came of it.",
        ),
    ),
    *SYSTEM_TOPICS,
)


def topic_of(path: str) -> Topic:
    """Return the topic of a page by its address, such as "/feedback/import/"; that of home where no other fits."""
    address = path.lstrip("/")
    fitting = [(len(start), topic) for topic in TOPICS for start in topic.begins if address.startswith(start)]
    return max(fitting, key=lambda found: found[0])[1]
