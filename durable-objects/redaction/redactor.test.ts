import { expect, test } from "vitest";
import { RedactionSettings, redactionSettings } from "./redaction-settings.ts";
import { redactorOf } from "./redactor.ts";

const plain = redactorOf(RedactionSettings.parse({}));
const redact = (text: string) => plain.text(text, () => null);

/** Numbers that the schemes publish for tests. */
const CARDS = [
	"4111111111111111",
	"4111 1111 1111 1111",
	"4111-1111-1111-1111",
	"4111 - 1111 - 1111 - 1111",
	"4111.1111.1111.1111",
	"4111\u00A01111\u202F1111\u20111111",
	"41\u200B11111111111111",
	"4222222222222",
	"5555 5555 5555 4444",
	"2223003122003222",
	"3782 822463 10005",
	"371449635398431",
	"6011111111111117",
	"30569309025904",
	"3530111333300000",
	"6205 5000 0000 0000 004",
	"9792030394440796",
	"٤١١١ ١١١١ ١١١١ ١١١١",
	"４１１１１１１１１１１１１１１１",
];

test.each(CARDS)("[RX1] the card number %s is not kept", (card) => {
	expect(redact(`my card ${card} was charged twice`)).toBe("my card [card number] was charged twice");
	expect(redact(card)).toBe("[card number]");
	expect(redact(`${card}, 12/29`)).toBe("[card number], 12/29");
});

test.each([
	["an order", "where is A-10004, ordered 2026-11-20, 3 pieces for 129.90"],
	["a telephone", "call +49 151 2345 6789 or 0151 23456789 or +4111 1111 1111 1111"],
	["a wrong check digit", "4111 1111 1111 1112"],
	["a parcel", "my parcel 00340434161094042557 is late"],
	["a short number", "411111111111"],
	["a longer number", "41111111111111111111"],
	["numbers apart", "4111 of 1111 and 1111 or 1111"],
])("[RX2] %s stays as it is", (_what, text) => {
	expect(redact(text)).toBe(text);
});

test.each([
	"DE89370400440532013000",
	"DE89 3704 0044 0532 0130 00",
	"de89 3704 0044 0532 0130 00",
	"DE89-3704-0044-0532-0130-00",
	"GB29 NWBK 6016 1331 9268 19",
	"FR14 2004 1010 0505 0001 3M02 606",
	"ES91 2100 0418 4502 0005 1332",
	"TR33 0006 1005 1978 6457 8413 26",
	"SA03 8000 0000 6080 1016 7519",
	"NL91ABNA0417164300",
	"NO93 8601 1117 947",
	"MT84 MALT 0110 0001 2345 MTLC AST0 01S",
	"TR٣٣ ٠٠٠٦ ١٠٠٥ ١٩٧٨ ٦٤٥٧ ٨٤١٣ ٢٦",
])("[RX3] the IBAN %s is not kept", (iban) => {
	expect(redact(`refund it to ${iban} please`)).toBe("refund it to [iban] please");
	expect(redact(`${iban}.`)).toBe("[iban].");
});

test.each([
	["a wrong check", "DE88 3704 0044 0532 0130 00"],
	["another country's length", "DE89 3704 0044 0532 0130"],
	["a country without", "XX89370400440532013000"],
	["a longer word", "ADE89370400440532013000"],
	["what goes on", "DE89370400440532013000X"],
])("[RX4] %s is no IBAN", (_what, text) => {
	expect(redact(text)).toBe(text);
});

test.each([
	["my password is hunter2", "my password is [password]"],
	["My Password: hunter2, thanks", "My Password: [password] thanks"],
	["password=hunter2", "password=[password]"],
	[
		"the password for my account is sunshine please help",
		"the password for my account is [password] please help",
	],
	["my password is now set to Tr0ub4dor&3", "my password is now set to [password]"],
	['my password is "correct horse battery staple" ok', 'my password is "[password]" ok'],
	["my password hunter2xyz does not work", "my password [password] does not work"],
	["pwd: wrong", "pwd: [password]"],
	["cvv 123", "cvv 123"],
	["cvv: 123", "cvv: [password]"],
	["mein Passwort ist Geheim123", "mein Passwort ist [password]"],
	["Kennwort lautet sonnenschein!", "Kennwort lautet [password]"],
	["mon mot de passe est soleil42", "mon mot de passe est [password]"],
	["mot de passe : azerty", "mot de passe : [password]"],
	["mi contraseña es secreto", "mi contraseña es [password]"],
	["la clave: abc123", "la clave: [password]"],
	["şifrem: gizli99", "şifrem: [password]"],
	["ŞİFRE: x", "ŞİFRE: x"],
	["parolam gizli_123", "parolam [password]"],
	["كلمة المرور هي سري123", "كلمة المرور هي [password]"],
	["كلمة السر: abc", "كلمة السر: [password]"],
	['/login{"password": "hunter2", "user": "ana"}', '/login{"password": "[password]", "user": "ana"}'],
	["password: 4111111111111111", "password: [card number]"],
	["password is a and password: b1", "password is a and password: [password]"],
])("[RX5] %s", (text, kept) => {
	expect(redact(text)).toBe(kept);
	// a repeat of a message is redacted once more and must be recognised
	expect(redact(kept)).toBe(kept);
});

test.each([
	"I forgot my password",
	"my password is not working",
	"my password is wrong",
	"My password is too short.",
	"reset my password please. It is urgent",
	"I forgot my password it is urgent",
	"how do I change my password?",
	"is my password safe",
	"mein Passwort ist falsch",
	"ich habe mein Passwort vergessen was ist zu tun",
	"mon mot de passe est oublié",
	"mi contraseña no funciona",
	"şifrem çalışmıyor",
	"كلمة المرور غير صحيحة",
	"passwordless sign-in is nice",
])("[RX6] a question about passwords stays: %s", (text) => {
	expect(redact(text)).toBe(text);
});

test("[RX7] a project's patterns are taken out; overlapping findings go as one", () => {
	const redactor = redactorOf(
		redactionSettings(
			JSON.stringify({
				patterns: [
					{ name: "customer number", pattern: "KD-\\d{8}" },
					{ name: "nick", pattern: "\\bzeb\\w+", ignoreCase: true },
				],
			}),
		),
	);
	expect(redactor.text("I am Zebedee, KD-12345678", () => null)).toBe("I am [nick], [customer number]");
	expect(redactor.text("password: KD-12345678x", () => null)).toBe("password: [password]");
	expect(redactor.text("KD-41111111 1111 1111", () => null)).not.toMatch(/\d/);
	for (const name of ["constructor", "hasOwnProperty", "toString"]) {
		const odd = redactorOf(redactionSettings(JSON.stringify({ patterns: [{ name, pattern: "KD-\\d{8}" }] })));
		expect(odd.text("it is KD-12345678", () => "a_slot")).toBe(`it is [${name}]`);
	}
});

test("[RX8] while the bot asks for a declared slot, that kind stays; a card's number and a password never do", () => {
	const redactor = redactorOf(redactionSettings('{"keep": {"iban": ["refund_account"]}}'));
	const text = "DE89370400440532013000 and 4111111111111111";
	let asked = 0;
	const asks = (slot: string | null) => () => {
		asked += 1;
		return slot;
	};
	expect(redactor.text("no finding, no question", asks("x"))).toBe("no finding, no question");
	expect(asked).toBe(0);
	expect(redactor.text(text, asks("refund_account"))).toBe("DE89370400440532013000 and [card number]");
	expect(redactor.text(text, asks("order_number"))).toBe("[iban] and [card number]");
	expect(redactor.text(text, asks(null))).toBe("[iban] and [card number]");
	const off = redactorOf(redactionSettings('{"off": ["iban"]}'));
	expect(off.text(text, asks(null))).toBe("DE89370400440532013000 and [card number]");
});

test("[RX9] JSON is searched through: texts, keys, numbers, and what a key calls a password", () => {
	const value = {
		note: ["card 4111111111111111", { "4111 1111 1111 1111": true }],
		number: 4111111111111111,
		price: 12.5,
		new_password: "hunter2",
		password: { hint: "IBAN DE89370400440532013000" },
		nothing: null,
	};
	expect(plain.json(value, () => null)).toEqual({
		note: ["card [card number]", { "[card number]": true }],
		number: "[card number]",
		price: 12.5,
		new_password: "[password]",
		password: { hint: "IBAN [iban]" },
		nothing: null,
	});
});

test.each([
	["not JSON", "{"],
	["cards off", '{"off": ["card number"]}'],
	["cards kept", '{"keep": {"card number": ["x"]}}'],
	["passwords kept", '{"keep": {"password": ["x"]}}'],
	["an exponential pattern", '{"patterns": [{"name": "x", "pattern": "(a+)+$"}]}'],
	["an exponential pattern of letters", '{"patterns": [{"name": "x", "pattern": "(\\\\p{L}+)+!"}]}'],
	["one in any case", '{"patterns": [{"name": "x", "pattern": "(b|B)+x", "ignoreCase": true}]}'],
	["a pattern that is slow where nothing is cut", '{"patterns": [{"name": "x", "pattern": ".*foo.*bar"}]}'],
	["a cubic pattern", '{"patterns": [{"name": "x", "pattern": "\\\\d+\\\\s*\\\\d+x"}]}'],
	["no pattern", '{"patterns": [{"name": "x", "pattern": "("}]}'],
	["a pattern that fits nothing", '{"patterns": [{"name": "x", "pattern": "a*"}]}'],
	["a name of ours", '{"patterns": [{"name": "iban", "pattern": "a"}]}'],
	["a name with brackets", '{"patterns": [{"name": "a]b", "pattern": "a"}]}'],
	["an unknown key", '{"cards": false}'],
])("[RX10] %s is refused by name, without the value", (_what, json) => {
	expect(() => redactionSettings(json)).toThrow(
		/^Bad configuration: REDACTION: (?!.*\(a\+\)\+\$x).*See docs/,
	);
});

test.each([
	["digits", "4".repeat(50_000)],
	["short groups", "41 ".repeat(17_000)],
	["cards that fail", "4111 1111 1111 1112 ".repeat(2_500)],
	["beginnings of IBANs", "DE89 ".repeat(10_000)],
	["long beginnings of IBANs", "DE8937040044053201300".repeat(2_400)],
	["keywords", "password ".repeat(5_500)],
	["keywords and links", "password is ".repeat(4_200)],
	["keywords in one word", "password=".repeat(5_500)],
	["a keyword and a long word", `password ${"x".repeat(50_000)}`],
	["quotes", `password is ${'"'.repeat(50_000)}`],
	["blanks", `password${" ".repeat(50_000)}`],
	["closing signs", `password ${".".repeat(50_000)}`],
	["كلمة", "كلمة السر ".repeat(5_000)],
])("[RX11] 50,000 characters of %s take no time to speak of", (_what, text) => {
	const before = process.cpuUsage();
	redact(text);
	// a quadratic search takes seconds here; this process's own work alone counts, whatever else the machine does
	expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
});
