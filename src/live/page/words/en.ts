/** The page in English. Other languages have its shape. */
import { FORM_WORDS } from "../../../explain/form-words.ts";
import type { Explanation } from "../../../explain/explanation.ts";
import type { TruthDocument } from "../../../report/directory/decision.ts";
import type { EpisodeDocument } from "../../../report/directory/episode-document.ts";
import type { DeliveryOutcome } from "../../../report/directory/event-outcome.ts";
import type { ControlKey, PushedWarning, SampledEvent, Status } from "../../server/protocol.ts";
import type { SituationKey } from "../situations.ts";

type FraudTruth = Extract<TruthDocument, { fraud: true }>;
type BenignTruth = Extract<TruthDocument, { fraud: false }>;

type Each<Key extends string, Word = string> = Readonly<Record<Key, Word>>;
type Named = { readonly name: string; readonly does: string };

/** A missing word of another language does not compile. */
export type Words = typeof en;

export const en = {
  title: "Ringfence: a fraud interception simulation, live",
  tagline: "Calls and messages on their way through an anti-fraud platform",
  skip: "Skip to the figures",
  otherLanguage: "中文",
  /**
   * Between parts of a text that the page puts together: `list` between things of a kind, `comma` between parts of a
   * sentence.
   */
  joints: { sentence: ". ", clause: "; ", comma: ", ", list: ", ", colon: ": " },
  clock: (day: string, hour: string) => `Day ${day}, ${hour}:00`,
  moment: (day: string, hour: string, minute: string) => `day ${day}, ${hour}:${minute}`,
  clockLabel: "Simulated time",
  progress: (hour: string, hours: string) => `Hour ${hour} of ${hours}`,
  afterEnd: (hour: string, hours: string) => `Hour ${hour}; after ${hours} no first contacts, only episodes under way`,

  connection: {
    connecting: "Connecting",
    cut: "No connection",
    lost: (seconds: string) => `Connection lost. What you see is ${seconds} s old. Trying again by itself.`,
    gone: "The server no longer has this run: it was restarted, or the run was cleared away. The address still holds it.",
    refused: (problem: string) => `The server did not start the run: ${problem}`,
    noRoom: "The server can hold no more runs that are being watched. Close the page of one, then try again.",
    unreachable: "The server does not answer.",
    again: "Start it anew",
    retry: "Try again",
  },
  misread: {
    title: "Some of the link could not be used as it is written.",
    takenAs: "using",
    leftOut: "left out",
    more: (count: string) => `and ${count} more`,
    close: "Close",
  },
  states: {
    starting: "Starting",
    playing: "Playing",
    paused: "Paused",
    ended: "Ended",
    failed: "Failed",
  } satisfies Each<Status["state"]>,
  failed: (problem: string) => `The run failed: ${problem}`,
  ended: (digest: string) => `The run has ended. Digest ${digest}, the same as in a report of this run.`,

  transport: {
    label: "Playing",
    play: "Play",
    pause: "Pause",
    step: "Step an hour",
    restart: "Restart",
    pace: "Pace",
    paceOf: (hours: string) => `${hours} h a second`,
    fastest: "as fast as it goes",
  },

  headline: {
    label: "Headline figures",
    waiting: "The first hour is on its way: figures come when it is done.",
    byWarnings: "People saved by warnings",
    byWarningsOf: (lost: string, unwarned: string, yuan: string) =>
      `${lost} lost money, instead of ${unwarned} with interception alone; ${yuan} saved`,
    fraud: "Fraud blocked",
    fraudOf: (count: string, of: string) => `${count} of ${of} fraud calls and messages`,
    benign: "Benign blocked",
    benignOf: (count: string, of: string) => `of ${of} benign calls and messages; ${count} in 10,000`,
    kept: "Kept their money",
    keptOf: (count: string, of: string) => `people; ${count} of ${of} warnings pushed so far`,
    falseAlarms: "False alarms",
    falseAlarmsOf: (share: string, of: string) => `${share} of ${of} warnings, to people no gang was working on`,
    saved: "Money saved",
    savedOf: (lost: string, undefended: string) => `${lost} lost, instead of ${undefended} without defences`,
    short: {
      byWarnings: "By warnings",
      fraud: "Blocked",
      benign: "Benign hit",
      kept: "Kept",
      falseAlarms: "False alarms",
      saved: "Saved",
    },
    beforeBelow: "below: the run before",
    beforeAt: (hour: string) => `Before, hour ${hour}`,
    beforeEnded: (hour: string) => `Before, ended at hour ${hour}`,
    stopped: (hour: string) => `Before: stopped at hour ${hour}`,
    stoppedHelp:
      "The run before was stopped at an earlier hour, so there is nothing to compare with. Let a run end before you change a control: then every hour can be compared.",
    comparison: (differences: string) =>
      `Beside each figure: the run before, at the same hour. It differed in ${differences}.`,
    sameSettings: "nothing: the same settings",
    compared: (name: string, before: string, now: string) =>
      `“${name}”, which stood at ${before} and now stands at ${now}`,
    otherScenario: (name: string) =>
      `The run before was of another scenario, ${name}: its counts are not to be compared with these.`,
    precision: (share: string, count: string, of: string) =>
      `Of what is blocked, ${share} is fraud: ${count} of ${of} calls and messages.`,
    nothingBlocked: "Nothing has been blocked so far.",
    seed: "Seed",
  },

  flow: {
    title: "Where is an event decided?",
    /** Dots may be of an earlier hour: a fast run does not wait for them. */
    note: (shown: string, events: string, hour: string, until: string) =>
      `In the diagram: ${shown} of the ${events} events of hour ${hour}, so chosen that rare outcomes are seen too. Figures: all events up to hour ${until}.`,
    still: (hour: string, events: string, until: string) =>
      `Motion is off, as your system asks. Hour ${hour}: ${events} events. Figures: all up to hour ${until}.`,
    slower: (shown: string, events: string, hour: string, until: string) =>
      `The run is faster than the diagram, which still shows ${shown} of the ${events} events of hour ${hour}. Figures: all events up to hour ${until}.`,
    waiting: "The first hour is on its way.",
    arrivals: "Arrivals",
    classify: { name: "Classify", does: "Adds up the evidence; two thresholds decide." },
    seen: "fraud seen",
    blocked: "blocked",
    decisive: "decisive",
    hit: "benign hit",
    fraud: "Fraud",
    benign: "Benign",
    fraudEvents: (count: string) => `${count} fraud`,
    benignEvents: (count: string) => `${count} benign`,
    legendEvidence: "ring: a stage has evidence on it",
    legendHarm: "a benign event blocked",
    calls: (count: string) => `${count} calls`,
    messages: (count: string) => `${count} messages`,
  },
  decisions: {
    allow: { name: "Allow", does: "delivered" },
    flag: { name: "Flag", does: "delivered, watched" },
    block: { name: "Block", does: "intercepted" },
  } satisfies Each<SampledEvent["decision"], Named>,

  events: {
    title: "Events seen lately",
    note: "A sample in which rare outcomes are more frequent than they are. Choose one to see why it was decided as it was.",
    held: "The list holds still while you are in it.",
    show: "Show",
    all: "all",
    missed: "fraud let through",
    harmed: "benign, blocked",
    blocked: "blocked",
    none: "None of these among the events sampled lately.",
    call: "Call",
    text: "Text",
    from: "from",
    isFraud: "fraud",
    isBenign: "benign",
    hour: (hour: string) => `hour ${hour}`,
    evidenceBy: "evidence by",
    noEvidence: "no stage had evidence",
  },

  warnings: {
    title: "Are warnings in time?",
    note:
      "Early warnings from being pushed to money kept. A warning whose outcome is still open counts as pushed alone. " +
      "Some who kept their money would have kept it unwarned, and more are kept where more fraud gets through: " +
      "whom warnings saved stands first on the page.",
    pushed: "pushed",
    onTarget: "on target",
    effective: "effective",
    kept: "kept",
    pushedHelp: "early warnings sent",
    onTargetHelp: "to somebody a gang is working on",
    effectiveHelp: "and reached before the transfer",
    keptHelp: "and no money lost",
    ofBefore: (rate: string, of: string) => `${rate} of ${of}`,
    success: (rate: string, kept: string, of: string) => `Kept, of effective, here so far: ${rate} (${kept} of ${of}).`,
    reported: (rate: string) =>
      `Reported for 2020: ${rate}. This is a small world: a difference of a point or two may be luck.`,
    latest: "Latest warnings",
    noneYet: "None yet.",
    to: "to",
    levels: { low: "low risk", medium: "medium risk", high: "high risk" } satisfies Each<PushedWarning["level"]>,
  },
  teams: {
    title: "Dissuaders at work",
    telephone: "Telephone agents",
    visit: "Visit teams",
    busy: (count: string) => `${count} busy`,
    free: (count: string) => `${count} free`,
    waiting: (count: string) => `${count} waiting`,
    reached: (reached: string, attempts: string, rate: string) =>
      `${reached} reached in ${attempts} attempts (${rate})`,
    none: "Nobody there.",
  },
  episodes: {
    note: (open: string, lost: string, begun: string) => `${begun} begun, ${open} open, ${lost} ended in a loss.`,
  },

  money: {
    defended: "With defences",
    undefended: "The same world without",
    saved: (saved: string) => `${saved} saved`,
    worse: (more: string) => `${more} more than without`,
  },

  filter: {
    title: "Does the filter keep its promise?",
    noBlocklist: "This run has no blocklist: nothing is looked up.",
    noFilter: "This run has no filter: every key is looked up exactly.",
    note: "A Bloom filter may say “perhaps” of a number that is not listed. An exact table behind it catches that; it costs time.",
    entries: "Entries",
    bits: "Bits",
    bitsEach: (bits: string) => `${bits} an entry`,
    filled: "Bits set",
    countedDaily: "counted once a day",
    promised: "promised",
    expected: "expected at this fill",
    measured: "in this traffic",
    measuredOf: (count: string, of: string) => `False positives: ${count} in all ${of} look-ups, listed keys included`,
    noneProbed: "nothing looked up yet",
    sameCallers:
      "The same callers are asked about again and again, so this share may stray from what theory expects; the report measures it over random numbers.",
    axis: "false-positive rate, logarithmic",
    templates: "Fraud scripts in force",
  },

  lines: {
    hour: "hour",
    pointedAt: (value: string) => `at the pointer: ${value}`,
    events: "How much fraud comes, and how much is stopped?",
    eventsUnit: "events an hour",
    fraud: "fraud",
    blockedFraud: "fraud blocked",
    blockedBenign: "benign blocked",
    queue: "Who waits for a dissuader?",
    queueUnit: "warnings waiting",
    telephoneQueue: "for the telephone",
    visitQueue: "for a visit",
    losses: "What is lost, with and without defences?",
    lossesUnit: "yuan in all",
    defended: "with defences",
    unwarned: "interception alone",
    undefended: "without",
    before: (series: string) => `${series}, run before`,
    price: "What does a set of cards cost gangs?",
    priceUnit: "yuan a set",
    setYuan: "price of a set",
    crackdown: (hour: string) => `crackdown, from hour ${hour}`,
    table: "As a table",
    saveAs: (chart: string, kind: string) => `Save as ${kind}: ${chart}`,
    empty: "Lines begin with the first hour.",
  },

  glossary: {
    title: "What the words mean",
    note: "A click on a word with dots below it says what it means, too.",
  },

  gangs: {
    title: "Gangs and cards",
    note: "The truth, which the platform never sees. What begins here begins in the worlds with fewer defences too.",
    held: "Money held",
    ofGangs: (count: string) => `by ${count} gangs`,
    inDebt: "Gangs in debt",
    broke: (count: string) => `${count} went broke so far`,
    setPrice: "Set of cards",
    today: "today",
    destroyed: "Dealers destroyed",
    atWork: (count: string) => `${count} at work`,
    arrested: "Suspects arrested",
    penalised: "Holders penalised",
    crackdown: {
      name: "Start the crackdown",
      does: "Police trace listed numbers and accounts to those who sold the cards, and to dealers.",
      beginsAt: (hour: string) => `Begins at hour ${hour}.`,
      begunAt: (hour: string) => `Began at hour ${hour}. Restart the run to begin at another hour.`,
      noCards: "Not here: in this scenario no cards are traded. Take card-breaking.",
    },
  },

  controls: {
    title: "Controls",
    note: "A change starts the run anew with the same seed; the figures of the run before stay beside the new ones.",
    scenario: "Scenario",
    scenarioIs: (hours: string, subscribers: string, gangs: string) =>
      `${hours} hours, ${subscribers} subscribers, ${gangs} gangs`,
    seed: "Seed",
    seedHelp: "The same seed gives the same world.",
    reset: "Reset",
    resetAll: "Reset all controls",
    defaultIs: (value: string) => `Default ${value}`,
    units: {
      entries: "entries",
      share: "%",
      level: "levels",
      hours: "hours",
      exposure: "exposure",
      agents: "agents",
      teams: "teams",
    },
    unit: {
      entries: "entry",
      share: "%",
      level: "level",
      hours: "hour",
      exposure: "exposure",
      agents: "agent",
      teams: "team",
    },
    atLevel: (level: string) => `level ${level}`,
    ofLevels: (most: string) => `of ${most}`,
    atLeast: (amount: string) => `At least ${amount}: taken as that.`,
    atMost: (amount: string) => `At most ${amount}: taken as that.`,
    rounded: (amount: string, step: string) => `Taken as ${amount}: it goes in steps of ${step}.`,
    idle: "No effect in this scenario.",
    reproduce: "The same run without a page:",
  },
  control: {
    filterEntries: { name: "Entries in the blocklist", does: "Known bad numbers and domains when the run begins." },
    filterErrorRate: {
      name: "Error rate promised",
      does: "How often the filter may say “perhaps” of a key not listed.",
    },
    matchThreshold: { name: "Similarity for a match", does: "How near to a known script a text must be." },
    obfuscation: {
      name: "Disguise of messages",
      does: "0: all plain. Up to 5, each level makes one more rung as usual as those below. 6: the two highest alone, nothing plain.",
    },
    reportDelayHours: { name: "Delay of complaints", does: "From a fraud contact to the complaint about it, median." },
    warningThreshold: {
      name: "Warning threshold",
      does: "A warning is pushed from this exposure on. The lower, the earlier, and the more false alarms.",
    },
    operatorDelayHours: { name: "Operators' delay", does: "From a listing until operators block it." },
    telephoneAgents: { name: "Telephone agents", does: "Who call people that were warned." },
    relativesKnown: {
      name: "Telephones of relatives",
      does: "Subscribers of whom the number of a relative is known, who is called when talks come to nothing.",
    },
    visitTeams: { name: "Visiting teams", does: "Who visit people that talks did not convince." },
    prevalence: { name: "Share of fraud", does: "Of first contacts and benign calls and messages." },
  } satisfies Each<ControlKey, Named>,

  guide: {
    title: "Six situations",
    note: "A click starts one at once and ends the run on show, whose figures stay beside the new ones. Each sets the controls, keeps the seed, and says what to watch for.",
    starts: "Starts a new run at once; the run on show ends",
    sets: "Sets",
    watch: "Watch",
    goTo: "Go to",
    because: "Why",
    compare: "To compare",
    usual: "First the usual run",
    usualHow: "as fast as it goes, until it has ended.",
    opened: "Then the situation",
    openedHow: "its figures stand beside those of the usual run, hour by hour.",
    leave: "Back to the defaults",
  },
  situations: {
    "lying-filter": {
      title: "Fill the filter until it lies",
      sets: "200,000 entries, and a filter that may lie about one key in ten.",
      watch:
        "“Does the filter keep its promise?”: the rate in this traffic beside the one in ten that is promised; the usual promise is one in a hundred. Then benign events blocked: do they follow?",
      because:
        "Each perhaps is confirmed in an exact table, so a lying filter costs time and not benign callers. Without that table it would block them.",
    },
    disguised: {
      title: "Everything disguised",
      sets: "Disguise at its highest level: every fraud message wears one of the two strongest, and none is plain.",
      watch:
        "What text match catches, and which stage catches what it misses. Open a missed message: what did the disguise change?",
      because:
        "The normaliser undoes tricks that it knows. What is left is more than a quarter of edits away from any script.",
    },
    "real-prevalence": {
      title: "Real prevalence",
      sets: "Fraud as rare as published of real traffic: 0.36 % of first contacts and benign events.",
      watch:
        "Below the headline: of what is blocked, how much is fraud? And of the warnings pushed, how many were on target?",
      because:
        "The shares of fraud and of benign events that are blocked hardly change. But there are some 280 benign events to each fraud, and a small share of many is many: so the share of fraud in what is blocked falls, and that of warnings on target too.",
    },
    "reported-success": {
      title: "98.1 %",
      sets: "Nothing: the default platform at 1 in 8, a week of 12,500 people, in about a minute.",
      watch:
        "“Are warnings in time?”: of the people reached in time, how many kept their money? The reported 98.1 % stands below. Then set the warning threshold to 0.05 and run it again: what becomes of the warnings on target, and what of this share?",
      because:
        "It counts people in danger who were reached in time, and nobody else: no false alarm, and nobody who was never warned. So it hardly moves while most warnings become false. Do not take a match for a proof: the default scenario is calibrated to the reported figure, and this is a small world, some 350 people reached, where another seed moves the share by a point or so.",
    },
    "one-agent": {
      title: "One agent",
      sets: "A month of 100,000 subscribers, as fast as it goes, and one telephone agent instead of ten.",
      watch:
        "The telephone queue: at hour 24 hundreds wait, and with ten agents nearly nobody. The steps from on target to kept in the funnel: plain at hour 96, so the usual run need not go further than that.",
      because:
        "A warning heard after the transfer is worth nothing. Who is warned hardly changes; when they are told does.",
    },
    "late-reports": {
      title: "Late reports",
      sets: "Victims complain three days later.",
      watch: "Fraud blocked, “decisive” of the blocklist, and the gap between the two lines of losses.",
      because: "The blocklist knows only what was reported. Gangs change lines faster than that.",
    },
  } satisfies Each<SituationKey, Each<"title" | "sets" | "watch" | "because">>,

  explain: {
    title: "Why was it decided so?",
    close: "Close",
    loading: "Asking the server.",
    forgotten: "The server no longer keeps this event; it keeps those sampled lately. Choose a newer one.",
    unreachable: "The server does not answer.",
    caller: "Caller",
    route: "Came in by",
    text: "Text as sent",
    id: "Event",
    idNote: "For “ringfence explain --run DIR --event” with this identity, after the same run in the terminal.",
    truth: "Truth",
    truthNote: "Screening never sees this.",
    fraudTruth: (typology: string, gang: string) => `Fraud: ${typology}, by gang ${gang}`,
    byScript: "by the script",
    fraudMore: (technology: string, rung: string) => `from ${technology}, disguise ${rung} of 5.`,
    benignTruth: (kind: string) => `Benign: ${kind}.`,
    episode: "Episode",
    noneBegan: {
      blocked: "None began with it: it was blocked.",
      notTaken: "None began with it: it did not take hold.",
      elsewhere: (gang: string) => `None began with it: the subscriber was in one with gang ${gang} already.`,
    },
    attempt: (gang: string, subscriber: string) => `Gang ${gang} on subscriber ${subscriber}`,
    began: (when: string) => `began ${when}`,
    beganHere: (when: string) => `began with this contact, ${when}`,
    underWay: "is still under way.",
    ended: (when: string, how: string) => `ended ${when}: ${how}.`,
    lost: (yuan: string) => `${yuan} yuan was lost`,
    endings: {
      heeded: "a warning was heeded, nothing was lost",
      sawThrough: "the subscriber saw through it unaided, nothing was lost",
      lostContact: "the gang did not get through any more, nothing was lost",
      siteBlocked: "the gang's site or app was blocked, nothing was lost",
      noAccount: "the gang had no account to send money to, nothing was lost",
    } satisfies Each<Exclude<EpisodeDocument["outcome"], "lost">>,
    cameLate: "This contact came after the end.",
    laterContacts: (count: string, blocked: string, chats: string) =>
      `Contacts after the first: ${count}; of them blocked: ${blocked}; steps in a chat app: ${chats}.`,
    warnings: "Warnings in it",
    noWarnings: "None to this subscriber.",
    pushed: (when: string, level: string) => `Pushed ${when}, ${level}`,
    rose: (level: string) => `later ${level}`,
    notDelivered: "not delivered",
    channels: {
      message: "by message",
      telephone: "by telephone",
      family: "by a relative",
      visit: "by visit",
    } satisfies Each<DeliveryOutcome["channel"]>,
    delivered: (channel: string, when: string, came: string) => `${channel} ${when} (${came})`,
    came: { heeded: "heeded", notHeeded: "not heeded", tooLate: "too late" },
    off: "This stage is off.",
    nothingFound: "Found nothing.",
    ofCaller: "caller",
    ofDomain: "domain",
    listed: "listed",
    notListed: "not listed",
    filterWrong: "not listed, though the filter said perhaps",
    neighbours: (listed: string) => `; listed in its block of 1,000 numbers: ${listed}`,
    probed: "The filter was asked at",
    probedHelp:
      "The filter is a row of bits, in words of 32. A key always asks for the same bits of the same words: the number of a word is its place in the row, counted from 0.",
    word: "word",
    askedBits: "bits asked for",
    set: "all set",
    notSet: "not all set: proof that it is not listed",
    isCall: "A call has no text.",
    normalised: "Text as compared",
    nothingLeft: "nothing is left",
    noTemplate: "Too short to be compared, or there is no script.",
    nearest: "Nearest script",
    original: "The script",
    edits: "From the script to the text",
    tooUnlike: "The edits are not shown: too little is alike.",
    inserted: "inserted",
    deleted: "deleted",
    replaced: "replaced by",
    link: "link",
    similarity: (value: string, distance: string, length: string) =>
      `similarity ${value} = 1 − ${distance} ⁄ ${length}`,
    matched: (threshold: string) => `A match: ${threshold} is enough`,
    unmatched: (threshold: string) => `No match: ${threshold} would be needed`,
    evidence: "Evidence, added up",
    score: "Score",
    thresholds: (flag: string, block: string) => `flag from ${flag}, block from ${block}`,
    nats: "Weights are log-odds in nats: one nat more makes the odds of fraud 2.718 times as high. The prior is what holds of an event without evidence.",
    risk: (risk: string) => `as a probability ${risk}`,
    hidden: "hidden character",
  },
  /** Those of the kinds of evidence come from the server, with the stages. */
  prior: "prior",
  forms: FORM_WORDS satisfies Each<Explanation["event"]["callerForm"]>,
  routes: {
    mobile: "a mobile network",
    virtual: "a virtual operator",
    fixed: "the fixed network",
    enterprise: "an enterprise gateway",
    international: "an international gateway",
  } satisfies Each<Explanation["event"]["route"]>,
  typologies: {
    brushing: "paid reviews",
    investment: "false investment",
    loan: "false loan",
    "customer-service": "false customer service",
    police: "false police",
    "credit-repair": "credit repair",
    shopping: "false shop",
    acquaintance: "false acquaintance",
    romance: "romance",
    "game-trading": "game trading",
    "account-theft": "account theft",
    other: "other",
  } satisfies Each<FraudTruth["typology"]>,
  technologies: {
    mobile: "a mobile number",
    virtual: "a virtual operator's number",
    landline: "a landline",
    enterprise: "an enterprise number",
    abroad: "abroad",
    "spoofed-hotline": "a spoofed hotline",
    "sim-box": "a SIM box",
  } satisfies Each<FraudTruth["technology"]>,
  benign: {
    family: "family and friends",
    work: "work",
    courier: "courier",
    delivery: "food delivery",
    otp: "one-time password",
    bank: "bank",
    hospital: "hospital",
    school: "school",
    marketing: "marketing",
    government: "government",
    stranger: "a stranger",
  } satisfies Each<BenignTruth["class"]>,
};
