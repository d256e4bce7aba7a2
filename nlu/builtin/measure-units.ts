/** Units of distance, volume, temperature and weight in four languages, with Duckling's names. */

export type MeasureDimension = "distance" | "volume" | "temperature" | "quantity";

/** A unit as people write it → Duckling's, and by how much it is more. */
export type Units = Readonly<Record<string, readonly [unit: string, factor: number]>>;

export const UNITS: Readonly<Record<MeasureDimension, Units>> = {
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
		...unit("millilitre", "cl centilitre centilitres zentiliter centilitro centilitros", "", 10),
		...unit(
			"millilitre",
			"dl decilitre decilitres deziliter décilitre décilitres decilitro decilitros",
			"",
			100,
		),
		...unit("hectolitre", "hl hectolitre hectolitres hektoliter hectolitro hectolitros"),
		...unit("gallon", "gallon gallons gallone gallonen galón galones gal"),
	},
	temperature: {
		...unit(
			"celsius",
			"°c ºc c celsius",
			"° c|grad celsius|degrees celsius|degree celsius|degrees c|grad c|degrés c|grados c|degrés celsius|grados celsius|grados centígrados",
		),
		...unit(
			"fahrenheit",
			"°f ºf f fahrenheit",
			"° f|grad fahrenheit|degrees fahrenheit|degree fahrenheit|degrees f|degrés fahrenheit|grados fahrenheit",
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
		...unit("gram", "tonne tonnes tonnen tonelada toneladas", "", 1_000_000),
		...unit("pound", "lb lbs"),
		...unit("ounce", "oz ounce ounces unze unzen once onces onza onzas"),
		...unit("tablespoon", "tablespoon tablespoons tbsp esslöffel", "cuillère à soupe|cuillères à soupe"),
		...unit("teaspoon", "teaspoon teaspoons tsp teelöffel", "cuillère à café|cuillères à café"),
		...unit("cup", "cup cups tasse tassen tasses taza tazas"),
	},
};

function unit(name: string, words: string, phrases = "", factor = 1): Units {
	const all = [...words.split(" "), ...phrases.split("|")].filter((word) => word !== "");
	return Object.fromEntries(all.map((word) => [word, [name, factor] as const]));
}

export const MEASURES = ["distance", "volume", "temperature", "quantity"] as const;
