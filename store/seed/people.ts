/** The demo shop's customers. All invented; `example.com` is reserved and no number is in use. */

export interface SeedCustomer {
	readonly email: string;
	readonly name: string;
	readonly phone: string;
	readonly address: string;
}

/** First name (also the e-mail's), family name. Those of the demo orders come first. */
const NAMES: readonly (readonly [first: string, family: string])[] = [
	["Anna", "Berg"],
	["Ben", "Carter"],
	["Clara", "Dubois"],
	["David", "Eriksen"],
	["Emma", "Fischer"],
	["Finn", "Gallagher"],
	["Greta", "Holm"],
	["Hugo", "Ibarra"],
	["Ida", "Jansen"],
	["Jonas", "Keller"],
	["Kim", "Larsen"],
	["Lena", "Moreau"],
	["Max", "Novak"],
	["Nora", "Olsen"],
	["Omar", "Pasha"],
	["Paula", "Quintero"],
	["Quentin", "Roux"],
	["Rosa", "Silva"],
	["Sam", "Taylor"],
	["Tara", "Ueda"],
	["Umut", "Vural"],
	["Vera", "Weber"],
	["Will", "Young"],
	["Xenia", "Zander"],
	["Yara", "Aziz"],
	["Zoe", "Brandt"],
	["Adam", "Costa"],
	["Bella", "Diaz"],
	["Cem", "Ersoy"],
	["Dina", "Farouk"],
	["Elif", "Gunes"],
	["Felix", "Hartmann"],
	["Gina", "Iversen"],
	["Hana", "Jones"],
	["Ivan", "Kovac"],
	["Julia", "Lindt"],
	["Karim", "Mansour"],
	["Leo", "Nilsson"],
	["Mia", "Oduya"],
	["Noah", "Petit"],
	["Olga", "Reyes"],
	["Pavel", "Sokol"],
	["Rita", "Thoma"],
	["Stefan", "Urban"],
	["Tilda", "Vik"],
	["Ugo", "Wagner"],
	["Viola", "Abel"],
	["Wanda", "Bauer"],
	["Yusuf", "Cetin"],
	["Zita", "Dolan"],
];

const STREETS: readonly string[] = [
	"Lindenweg",
	"Harbour Street",
	"Rue des Tilleuls",
	"Calle Mayor",
	"Mill Lane",
	"Rosenallee",
	"Station Road",
	"Via Roma",
];

const TOWNS: readonly string[] = [
	"1010 Vienna, Austria",
	"20095 Hamburg, Germany",
	"69002 Lyon, France",
	"28013 Madrid, Spain",
	"D02 X285 Dublin, Ireland",
	"3511 Utrecht, Netherlands",
	"8000 Ghent, Belgium",
	"20121 Milan, Italy",
	"80331 Munich, Germany",
];

/** The address of the `index`th customer, and of their `move`th flat. */
export function seedAddress(index: number, move = 0): string {
	const street = STREETS[(index * 5 + move * 3) % STREETS.length] ?? "";
	const town = TOWNS[(index * 7 + move) % TOWNS.length] ?? "";
	return `${street} ${((index * 13 + move * 29) % 120) + 1}, ${town}`;
}

export const seedCustomers: readonly SeedCustomer[] = NAMES.map(([first, family], index) => ({
	email: `${first.toLowerCase()}@example.com`,
	name: `${first} ${family}`,
	phone: `+43 1 555 01${String(index).padStart(2, "0")}`,
	address: seedAddress(index),
}));
