/** Distances, volumes, temperatures and weights, with Duckling's names of units. */
import type { BuiltinMatch } from "./builtin-match.ts";
import type { LanguageTable } from "./language-table.ts";
import { alternatives, DIGITS_SOURCE, numberWordsSource } from "./number-reading.ts";
import { collect, readAmount } from "./quantities.ts";

type MeasureDimension = "distance" | "volume" | "temperature" | "quantity";

/** A unit as people write it → Duckling's, and by how much it is more. */
type Units = Readonly<Record<string, readonly [unit: string, factor: number]>>;

const UNITS: Readonly<Record<MeasureDimension, Units>> = {
	distance: {
		...unit(
			"kilometre",
			"km kilometre kilometres kilometer kilometers kilomètre kilomètres kilometern kilómetro kilómetros",
		),
		...unit("metre", "m metre metres meter meters metern mètre mètres metro metros"),
		...unit(
			"centimetre",
			"cm centimetre centimetres centimeter centimeters zentimeter centimètre centimètres centímetro centímetros",
		),
		...unit(
			"millimetre",
			"mm millimetre millimetres millimeter millimeters millimètre millimètres milímetro milímetros",
		),
		...unit("mile", "mile miles meile meilen milla millas"),
		...unit("foot", "ft foot feet fuß pied pieds"),
		...unit("inch", "inch inches zoll pouce pouces pulgada pulgadas"),
		...unit("yard", "yard yards yd"),
	},
	volume: {
		...unit("litre", "l litre litres liter liters litern litro litros"),
		...unit("millilitre", "ml millilitre millilitres milliliter milliliters mililitro mililitros"),
		...unit("gallon", "gallon gallons gallone gallonen galón galones gal"),
	},
	temperature: {
		...unit(
			"celsius",
			"°c celsius",
			"grad celsius|degrees celsius|degrees c|degrés celsius|grados celsius|grados centígrados",
		),
		...unit(
			"fahrenheit",
			"°f fahrenheit",
			"grad fahrenheit|degrees fahrenheit|degrees f|degrés fahrenheit|grados fahrenheit",
		),
		...unit("degree", "° degree degrees grad degré degrés grado grados"),
	},
	quantity: {
		...unit("gram", "g gram grams gramme grammes gramm gramo gramos gr"),
		...unit(
			"gram",
			"kg kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes kilogramo kilogramos",
			"",
			1_000,
		),
		...unit("gram", "mg milligram milligrams milligramm milligramme miligramo", "", 0.001),
		...unit("pound", "lb lbs"),
		...unit("ounce", "oz ounce ounces unze unzen once onces onza onzas"),
		...unit("cup", "cup cups tasse tassen tasses taza tazas"),
	},
};

function unit(name: string, words: string, phrases = "", factor = 1): Units {
	const all = [...words.split(" "), ...phrases.split("|")].filter((word) => word !== "");
	return Object.fromEntries(all.map((word) => [word, [name, factor] as const]));
}

export const MEASURES = ["distance", "volume", "temperature", "quantity"] as const;

/** Compiles the patterns of one language: an amount, then a unit of any language that is read. */
export function measurePatterns(table: LanguageTable): ReadonlyMap<MeasureDimension, RegExp> {
	const digits = `(?:-(?=\\d))?${DIGITS_SOURCE}[\\s-]?`;
	const words = `(?:${numberWordsSource(table)}|${alternatives(table.articles)})[\\s-]`;
	return new Map(
		MEASURES.map((dimension) => {
			const units = alternatives(Object.keys(UNITS[dimension]).filter((word) => !isOtherWord(word, table)));
			// "a m", "I am": after a word a unit is written out
			const longUnits = alternatives(Object.keys(UNITS[dimension]).filter((word) => word.length > 2));
			const source = String.raw`(?<![\p{L}\p{N}]|\d[.,])(?<amount>${digits}(?=${units})|${words}(?=${longUnits}))(?<unit>${units})(?![\p{L}\p{N}]|['’]\p{L})`;
			return [dimension, new RegExp(source, "giu")];
		}),
	);
}

/** French says `once` for an ounce, Spanish for eleven, English for one time. */
function isOtherWord(word: string, table: LanguageTable): boolean {
	return (word === "once" || word === "onces") && !table.articles.includes("une");
}

/** What is measured: value, unit, and a product that is never read. */
export function findMeasures(
	text: string,
	dimension: MeasureDimension,
	pattern: RegExp | undefined,
	table: LanguageTable,
): BuiltinMatch[] {
	if (pattern === undefined) return [];
	return collect(text, pattern, ({ groups = {} }) => {
		const given = groups["amount"] ?? "";
		const amount = readAmount(given.replace(/^-|[\s-]$/g, ""), table);
		const known = UNITS[dimension][(groups["unit"] ?? "").toLowerCase().replaceAll(/\s/g, " ")];
		if (amount === null || known === undefined) return null;
		const [name, factor] = known;
		const value = (given.startsWith("-") ? -1 : 1) * amount * factor;
		const info = { type: "value", value, unit: name };
		return { dimension, value, info: dimension === "quantity" ? { ...info, product: null } : info };
	});
}
