/** Currencies as people write them → ISO 4217; `cent` for the hundredths of any of them. */
export const CURRENCIES: Readonly<Record<string, string>> = {
	...named("EUR", "€|eur|euro|euros|€uro"),
	...named(
		"USD",
		"$|us$|usd|dollar|dollars|dollarn|dólar|dólares|dolares|bucks|buck|us dollar|us dollars|us-dollar|dollars américains",
	),
	...named(
		"GBP",
		"£|gbp|pound|pounds|quid|pfund|livre sterling|livres sterling|livres|libras|libras esterlinas",
	),
	...named("GBP", "pound sterling|pounds sterling|british pounds|britische pfund"),
	...named(
		"CHF",
		"chf|sfr|franken|schweizer franken|swiss franc|swiss francs|francs suisses|francs|francos suizos",
	),
	...named("JPY", "¥|jpy|yen"),
	...named("TRY", "₺|try|tl|lira|turkish lira|türkische lira|livres turques|liras turcas"),
	...named("INR", "₹|inr|rupee|rupees|rupien|roupies|rupias"),
	...named("PLN", "zł|pln|zloty|złoty|zlotys"),
	...named("SEK", "sek|swedish kronor|schwedische kronen|couronnes suédoises|coronas suecas"),
	...named("DKK", "dkk"),
	...named("NOK", "nok"),
	...named("CZK", "czk|kč"),
	...named("HUF", "huf|forint|forints"),
	...named("CAD", "cad|canadian dollars|dollars canadiens"),
	...named("AUD", "aud|australian dollars"),
	...named("MXN", "mxn|pesos mexicanos"),
	...named(
		"cent",
		"cent|cents|céntimo|céntimos|centimos|centime|centimes|centavo|centavos|ct|cts|¢|pence|penny",
	),
	...named("cent", "rappen"),
};

/** Words of other things too ("try it"): a code counts in capitals only. */
export const CODES_IN_CAPITALS: ReadonlySet<string> = new Set(["try", "nok", "sek", "cad"]);

function named(unit: string, words: string): Record<string, string> {
	return Object.fromEntries(words.split("|").map((word) => [word, unit]));
}
