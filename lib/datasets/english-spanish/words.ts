/** One or several. */
export type GrammaticalNumber = "singular" | "plural";
/** The two genders of Spanish nouns. */
export type Gender = "masculine" | "feminine";
/** When something happens. */
export type Tense = "present" | "past";

/** What a noun stands for: it decides which verbs and adjectives make sense with it. */
export type Sense = "person" | "name" | "openable" | "readable" | "text" | "thing" | "furniture" | "place";

/** A noun in both languages. */
export interface Noun {
  english: Readonly<Record<GrammaticalNumber, string>>;
  spanish: Readonly<Record<GrammaticalNumber, string>>;
  gender: Gender;
  senses: readonly Sense[];
  /** The Spanish word for a woman, where the English word says nothing of it: "teacher", "profesora". */
  feminine?: string;
}

/** An adjective in both languages. */
export interface Adjective {
  english: string;
  /** Masculine and feminine, singular; the plurals follow from them. */
  spanish: Readonly<Record<Gender, string>>;
  /** The masculine singular before a noun where it loses its end: "buen". Only what stands before its noun has one. */
  before?: string;
  /** The Spanish "to be" that it takes: "ser" for what something is, "estar" for the state that it is in. */
  be: "ser" | "estar";
  /** Its place among English adjectives: 0 comes first. */
  order: number;
  /** Which nouns it makes sense with. */
  senses: readonly Sense[];
  /** Whether it can follow "to be" and stand with a noun, or only one of both. */
  use: "both" | "noun" | "be";
}

/** A verb in both languages, third person. */
export interface Verb {
  english: { base: string; singular: string; past: string };
  spanish: Readonly<Record<Tense, Readonly<Record<GrammaticalNumber, string>>>>;
  /** What it can be done to. */
  senses: readonly Sense[];
  /** Whether its past looks different from its present in English: not that of "read". */
  hasPast: boolean;
}

/** A preposition and what may follow it. */
export interface Preposition {
  english: string;
  spanish: readonly string[];
  senses: readonly Sense[];
}

/** A word before a noun, and what it becomes in Spanish: [masculine, feminine] singular, then plural. */
export interface Determiner {
  english: Readonly<Record<GrammaticalNumber, string>>;
  spanish: Readonly<Record<GrammaticalNumber, readonly [string, string]>>;
  /** Whether "first" and "last" may follow it. */
  definite: boolean;
}

const person = ["person"] as const;
const thing = ["thing"] as const;

/** Every noun that is not a name. */
export const nouns: readonly Noun[] = [
  noun("teacher teachers", "profesor profesores", "masculine", person, "profesora"),
  noun("student students", "estudiante estudiantes", "masculine", person, "estudiante"),
  noun("friend friends", "amigo amigos", "masculine", person, "amiga"),
  noun("librarian librarians", "bibliotecario bibliotecarios", "masculine", person, "bibliotecaria"),
  noun("boy boys", "niño niños", "masculine", person),
  noun("girl girls", "niña niñas", "feminine", person),
  noun("man men", "hombre hombres", "masculine", person),
  noun("woman women", "mujer mujeres", "feminine", person),
  noun("brother brothers", "hermano hermanos", "masculine", person),
  noun("sister sisters", "hermana hermanas", "feminine", person),
  noun("book books", "libro libros", "masculine", ["thing", "openable", "readable", "text"]),
  noun("notebook notebooks", "cuaderno cuadernos", "masculine", ["thing", "openable"]),
  noun("letter letters", "carta cartas", "feminine", ["thing", "readable", "text"]),
  noun("story stories", "historia historias", "feminine", ["readable", "text"]),
  noun("lesson lessons", "lección lecciones", "feminine", ["readable", "text"]),
  noun("exam exams", "examen exámenes", "masculine", ["readable", "text"]),
  noun("map maps", "mapa mapas", "masculine", ["thing", "readable"]),
  noun("pencil pencils", "lápiz lápices", "masculine", thing),
  noun("picture pictures", "dibujo dibujos", "masculine", thing),
  noun("flower flowers", "flor flores", "feminine", thing),
  noun("lamp lamps", "lámpara lámparas", "feminine", thing),
  noun("box boxes", "caja cajas", "feminine", ["thing", "openable", "furniture"]),
  noun("chair chairs", "silla sillas", "feminine", ["thing", "furniture"]),
  noun("table tables", "mesa mesas", "feminine", ["thing", "furniture"]),
  noun("door doors", "puerta puertas", "feminine", ["openable"]),
  noun("window windows", "ventana ventanas", "feminine", ["openable"]),
  noun("library libraries", "biblioteca bibliotecas", "feminine", ["place"]),
  noun("school schools", "escuela escuelas", "feminine", ["place"]),
  noun("garden gardens", "jardín jardines", "masculine", ["place"]),
  noun("park parks", "parque parques", "masculine", ["place"]),
  noun("house houses", "casa casas", "feminine", ["place"]),
  noun("museum museums", "museo museos", "masculine", ["place"]),
];

/** People with a name. They have one number, and a gender that only their name tells. */
export const names: readonly Noun[] = [
  noun("ana ana", "ana ana", "feminine", ["name"]),
  noun("marta marta", "marta marta", "feminine", ["name"]),
  noun("luis luis", "luis luis", "masculine", ["name"]),
  noun("pablo pablo", "pablo pablo", "masculine", ["name"]),
];

const things = ["thing", "openable", "readable", "furniture"] as const;
const people = ["person", "name"] as const;

/** Every adjective. Those with `before` stand before their noun in Spanish, all others behind it. */
export const adjectives: readonly Adjective[] = [
  { ...adjective("first", "primero primera", "ser", 0, [...things, "person"], "noun"), before: "primer" },
  { ...adjective("last", "último última", "ser", 0, [...things, "person"], "noun"), before: "último" },
  { ...adjective("good", "bueno buena", "ser", 1, [...things, ...people]), before: "buen" },
  adjective("big", "grande grande", "ser", 2, ["thing", "openable", "furniture", "place"]),
  adjective("small", "pequeño pequeña", "ser", 2, ["thing", "openable", "furniture", "place"]),
  adjective("new", "nuevo nueva", "ser", 3, [...things, "place"]),
  adjective("old", "viejo vieja", "ser", 3, [...things, "place"]),
  adjective("red", "rojo roja", "ser", 4, ["thing", "openable", "furniture"]),
  adjective("blue", "azul azul", "ser", 4, ["thing", "openable", "furniture"]),
  adjective("green", "verde verde", "ser", 4, ["thing", "openable", "furniture"]),
  adjective("white", "blanco blanca", "ser", 4, ["thing", "openable", "furniture"]),
  adjective("difficult", "difícil difícil", "ser", 3, ["readable"]),
  adjective("interesting", "interesante interesante", "ser", 2, ["readable"]),
  adjective("tall", "alto alta", "ser", 2, people),
  adjective("young", "joven joven", "ser", 3, people),
  adjective("clever", "listo lista", "ser", 2, people),
  adjective("tired", "cansado cansada", "estar", 2, people),
  adjective("sad", "triste triste", "estar", 2, people),
  adjective("sick", "enfermo enferma", "estar", 3, people),
  adjective("happy", "contento contenta", "estar", 2, people),
  adjective("broken", "roto rota", "estar", 3, ["thing", "furniture"]),
  adjective("closed", "cerrado cerrada", "estar", 3, ["openable", "place"], "be"),
];

/** Every verb. */
export const verbs: readonly Verb[] = [
  verb("open opens opened", "abre abren abrió abrieron", ["openable"]),
  verb("close closes closed", "cierra cierran cerró cerraron", ["openable"]),
  verb("read reads read", "lee leen leyó leyeron", ["readable"]),
  verb("write writes wrote", "escribe escriben escribió escribieron", ["text"]),
  verb("study studies studied", "estudia estudian estudió estudiaron", ["readable"]),
  verb("explain explains explained", "explica explican explicó explicaron", ["readable"]),
  verb("buy buys bought", "compra compran compró compraron", ["thing"]),
  verb("find finds found", "encuentra encuentran encontró encontraron", ["thing"]),
  verb("carry carries carried", "lleva llevan llevó llevaron", ["thing"]),
  verb("draw draws drew", "dibuja dibujan dibujó dibujaron", ["thing", "place"]),
  verb("visit visits visited", "visita visitan visitó visitaron", ["place", "person", "name"]),
  verb("help helps helped", "ayuda ayudan ayudó ayudaron", people),
  verb("teach teaches taught", "enseña enseñan enseñó enseñaron", people),
  verb("greet greets greeted", "saluda saludan saludó saludaron", people),
];

/** Every preposition of place. */
export const prepositions: readonly Preposition[] = [
  { english: "in", spanish: ["en"], senses: ["place"] },
  { english: "near", spanish: ["cerca", "de"], senses: ["place", "furniture"] },
  { english: "behind", spanish: ["detrás", "de"], senses: ["place", "furniture"] },
  { english: "under", spanish: ["debajo", "de"], senses: ["furniture"] },
];

/** Every word that can stand before a noun. */
export const determiners: readonly Determiner[] = [
  determiner("the the", "el la los las", true),
  determiner("a some", "un una unos unas", false),
  determiner("this these", "este esta estos estas", false),
  determiner("my my", "mi mi mis mis", true),
  determiner("our our", "nuestro nuestra nuestros nuestras", true),
];

/** The forms of the Spanish verbs for "to be". */
export const forms: Readonly<Record<Adjective["be"], Readonly<Record<GrammaticalNumber, string>>>> = {
  ser: { singular: "es", plural: "son" },
  estar: { singular: "está", plural: "están" },
};

function inBoth(text: string): Readonly<Record<GrammaticalNumber, string>> {
  const [singular = "", plural = ""] = text.split(" ");
  return { singular, plural };
}

function noun(english: string, spanish: string, gender: Gender, senses: readonly Sense[], feminine?: string): Noun {
  const both = { english: inBoth(english), spanish: inBoth(spanish), gender, senses };
  return feminine === undefined ? both : { ...both, feminine };
}

function adjective(
  english: string,
  spanish: string,
  be: Adjective["be"],
  order: number,
  senses: readonly Sense[],
  use: Adjective["use"] = "both",
): Adjective {
  const [masculine = "", feminine = ""] = spanish.split(" ");
  return { english, spanish: { masculine, feminine }, be, order, senses, use };
}

function verb(english: string, spanish: string, senses: readonly Sense[]): Verb {
  const [base = "", singular = "", past = ""] = english.split(" ");
  const [one = "", several = "", oneThen = "", severalThen = ""] = spanish.split(" ");
  return {
    english: { base, singular, past },
    spanish: { present: { singular: one, plural: several }, past: { singular: oneThen, plural: severalThen } },
    senses,
    hasPast: base !== past,
  };
}

function determiner(english: string, spanish: string, definite: boolean): Determiner {
  const [el = "", la = "", los = "", las = ""] = spanish.split(" ");
  return { english: inBoth(english), spanish: { singular: [el, la], plural: [los, las] }, definite };
}
