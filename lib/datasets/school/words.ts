/** Who or what a sentence is about. Each kind has nouns of its own, and verbs that only it can take. */
export const kinds = ["teacher", "student", "book"] as const;
export type Kind = (typeof kinds)[number];

/** One or several. */
export const numbers = ["singular", "plural"] as const;
export type GrammaticalNumber = (typeof numbers)[number];

/** A noun or a verb in both numbers. */
export type Forms = Readonly<Record<GrammaticalNumber, string>>;

/** The nouns of each kind, the most frequent first. */
export const subjects: Readonly<Record<Kind, readonly Forms[]>> = {
  teacher: nouns("teacher tutor coach/coaches lecturer principal librarian mentor trainer"),
  student: nouns("student pupil child/children learner beginner reader classmate friend newcomer prefect"),
  book: nouns("book story/stories novel atlas poem letter textbook dictionary/dictionaries"),
};

/** Groups of nouns that a verb may act on. */
const objectGroups = {
  people: [...subjects.student, ...subjects.teacher],
  works: nouns("essay exercise drawing sum answer report test project list map song speech/speeches recipe play"),
  things: nouns(
    "pencil bag chair lamp box/boxes key ruler brush/brushes ladder kite coat cup clock drum basket bottle ticket",
  ),
  topics: nouns(
    "planet river war volcano/volcanoes king number city/cities whale forest storm bridge dream island law star",
  ),
  books: subjects.book,
} as const;

/** A verb, and the nouns that it may act on. */
export interface Verb {
  forms: Forms;
  objects: readonly Forms[];
}

/** The verbs of each kind, the most frequent first. */
export const verbs: Readonly<Record<Kind, readonly Verb[]>> = {
  teacher: [
    ...acting("teach/teaches praise correct test warn", "people"),
    ...acting("explain discuss", "topics"),
    ...acting("mark grade return", "works"),
    ...acting("recommend order", "books"),
  ],
  student: [
    ...acting("read borrow open", "books"),
    ...acting("copy/copies finish/finishes forget practise", "works"),
    ...acting("carry/carries lose find hide", "things"),
    ...acting("ask thank", "people"),
    ...acting("study/studies", "topics"),
  ],
  book: [
    ...acting("describe mention show cover", "topics"),
    ...acting("inspire amuse bore", "people"),
    ...acting("quote contain", "works"),
  ],
};

export const determiners = words("the our your my");
export const subjectAdjectives = words("young old new clever quiet busy famous tired kind strict");
export const objectAdjectives = words("small big good strange great rare other first last next nice dear");
export const prepositions = words("near behind beside before above opposite");
export const degrees = words("very rather quite");
export const adverbs = words("often rarely quickly slowly gladly carefully");
export const places = words("library classroom hall garden yard laboratory kitchen gym office museum");
export const times = words("today again twice daily afterwards");

/** Every word of the language once, in a fixed order: the place of a word is its token id. */
export const schoolVocabulary: readonly string[] = [
  ...new Set([
    ".",
    "in",
    ...determiners,
    ...kinds.flatMap((kind) => subjects[kind].flatMap(bothForms)),
    ...kinds.flatMap((kind) => verbs[kind].flatMap(({ forms }) => bothForms(forms))),
    ...Object.values(objectGroups).flatMap((group) => group.flatMap(bothForms)),
    ...subjectAdjectives,
    ...objectAdjectives,
    ...prepositions,
    ...degrees,
    ...adverbs,
    ...places,
    ...times,
  ]),
];

function words(text: string): readonly string[] {
  return text.split(" ");
}

function bothForms({ singular, plural }: Forms): string[] {
  return [singular, plural];
}

/** Reads "book child/children": a plural with more than an s stands behind the stroke. */
function nouns(text: string): Forms[] {
  return words(text).map((noun) => {
    const [singular = noun, plural = `${noun}${noun.endsWith("s") ? "es" : "s"}`] = noun.split("/");
    return { singular, plural };
  });
}

/** Reads "read copy/copies": the form for one subject stands behind the stroke if it has more than an s. */
function acting(text: string, group: keyof typeof objectGroups): Verb[] {
  return words(text).map((verb) => {
    const [plural = verb, singular = `${verb}s`] = verb.split("/");
    return { forms: { singular, plural }, objects: objectGroups[group] };
  });
}
