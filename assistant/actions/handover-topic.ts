/** Whether a ticket for a person would say what the person is wanted for. */
import { withoutDetails } from "./customer-details.ts";
import type { ShopIntent, ShopTracker } from "./shop-sdk.ts";

/** Messages of these say nothing of a problem, unless they are long: "a person, please". */
const EMPTY: ReadonlySet<string> = new Set<ShopIntent>([
	"affirm",
	"are_you_a_bot",
	"capabilities",
	"change_language",
	"deny",
	"frustration",
	"goodbye",
	"greet",
	"inform",
	"nlu_fallback",
	"opening_hours",
	"other_order",
	"restart",
	"smalltalk",
	"stop",
	"talk_to_person",
	"thank",
]);
/** "I want to talk to a real person right now" has nine; with more, something is said besides. */
const MANY_WORDS = 10;
/** "A person, because …", "… about my sofa", in the order of the shop's languages. */
const ABOUT =
	/(?<!\p{L})(?:about|because|regarding|since|wegen|weil|über|à propos|au sujet|parce que|car|sobre|porque|hakkında|yüzünden|بخصوص|بسبب|بشأن)(?!\p{L})/iu;
/** Of an answer to the bot's question what it is about. */
const MIN_TOPIC_CHARS = 5;

/** The customer wrote what it is about, in words that the ticket will have: buttons and bare details are none. */
export function saysWhatItIsAbout({ events }: ShopTracker): boolean {
	return events.some((event) => {
		if (event.event !== "user" || event.text === null || event.text.startsWith("/")) return false;
		if (!EMPTY.has(event.parse_data.intent?.name ?? "")) return true;
		const said = withoutDetails(event.text).trim();
		return said.split(/\s+/u).length >= MANY_WORDS || ABOUT.test(said);
	});
}

/** The answer to the question what it is about, or null where it is only an address or a number. */
export function readTopic(text: string): string | null {
	const said = withoutDetails(text).trim();
	return said.length >= MIN_TOPIC_CHARS && /\p{L}{2}/u.test(said) ? text.trim() : null;
}
