/** Whether an answer to "why would you like to send it back?" is the reason, where the NLU reads a question in it. */
import { setSlots, type ShopEvent, type ShopIntent, type ShopTracker } from "./shop-sdk.ts";

/**
 * Intents that reasons are taken for: "that is too expensive" is read as a price. The slot's mapping leaves them out, so
 * that they interrupt the form; their actions ask here first.
 */
const MISREAD: ReadonlySet<string> = new Set<ShopIntent>([
	"availability",
	"cancel_order",
	"delivery_date",
	"exchange_item",
	"order_status",
	"price",
	"product_question",
	"stop",
]);
const MAX_REASON_CHARS = 1_000;

/** Who asks about a product denies nothing: "the colour doesn't go with the sofa" is no question. */
const ABOUT_PRODUCTS: ReadonlySet<string> = new Set<ShopIntent>([
	"availability",
	"price",
	"product_question",
]);

/** In the order of the shop's languages. In Turkish the particle tells a question, wherever it stands. */
const QUESTION: readonly RegExp[] = [
	/[?؟]/u,
	/^(?:and |so |ok |but )?(?:where|when|how|what|which|who|why|can|could|do|does|did|don't|is|are|will|would|may)\b/iu,
	/^(?:und |aber )?(?:wo|wann|wie|was|welche[rsnm]?|wer|warum|kann|können|könnt\p{L}*|habt|haben|gibts?|darf|bekomm\p{L}*)(?!\p{L})/iu,
	/^(?:et |mais )?(?:où|quand|comment|combien|que|quels?|quelles?|qui|pourquoi|est-ce|puis-je|peut-on|avez-vous)(?!\p{L})/iu,
	/^(?:y |pero )?(?:d[oó]nde|cu[aá]ndo|c[oó]mo|cu[aá]nt[oa]s?|qué|cu[aá]l|quién|puedo|tienen|tenéis|hay)(?!\p{L})/iu,
	/(?<!\p{L})(?:m[ıiuü](?:y[ıi]m|s[ıi]n|yd[ıi])?|nerede|ne zaman|kaç|nasıl|hangi|neden)(?!\p{L})/iu,
	/^(?:هل|أين|وين|فين|متى|امتى|كم|كيف|بكم|بكام|ليش|لماذا|ايش|شو|ممكن)(?!\p{L})/u,
];

/** What things are sent back for, in words that who interrupts the form does not use. */
const REASON: readonly RegExp[] = [
	/\b(?:too \p{L}+|expensive|cheaper|pricey|chang\w+ (?:my|our) mind|wrong|late|(?:longer|not|n't) need|fit|match|quality|disappoint\w*|gift|present|twice|mistake)\b/iu,
	/(?<!\p{L})zu (?:klein|groß|gross|eng|weit|kurz|lang|schwer|dunkel|hell|laut|hart|weich|breit|hoch|dünn|dick|spät)|teuer|günstiger|billiger|anders überlegt|umentschieden|falsch|verspätet|brauche.{0,40} nicht|passt|passen|qualität|enttäuscht|geschenk|doppelt|versehen/iu,
	/(?<!\p{L})(?:trop \p{L}+|chère?s?|changé d'avis|mauvaise?|retard|(?:plus|pas) besoin|qualité|déçue?|cadeau|en double|erreur)(?!\p{L})/iu,
	/(?<!\p{L})(?:demasiado|car[oa]s?|barat[oa]s?|cambi\p{L}+ de (?:opinión|idea)|equivocad[oa]|tarde|no l[oa]s? necesit\p{L}+|calidad|regalo|repetid[oa]|por error)(?!\p{L})/iu,
	/pahalı|ucuz|fikrimi değiştir|fikrim değişti|yanlış|geç (?:geldi|kaldı|ulaştı)|ihtiyacım (?:yok|kalmadı)|kalite|hediye/iu,
	/غالي|أرخص|ارخص|مكلف|غيرت ر[أا]يي|غلط|خطأ|خاطئ|مت[أا]خر|ت[أا]خر|(?:لا أ|ما ا)حتاج|جودة|هدية|مرتين/u,
];

const DENIAL = /\b(?:not|no)\b|n't\b|(?<!\p{L})(?:nicht|kein\p{L}*|ne|pas|değil|ليس|لم|لا)(?!\p{L})/iu;
/** Who changed their mind about sending it back says what becomes of it. */
const LEAVING =
	/\b(?:stop|keep|forget|leave it)\b|behalt|vergiss|lass|abbrech|laissez?|garde|arrêt|d[eé]j[ae]|qued|olvid|boş ?ver|kalsın|iptal|الغ|خلاص/iu;
const ORDER_NUMBER = /\p{Nd}{5}/u;

/**
 * The reason for a return that a message gives where the form asked for it, set in its slot; null where the message
 * interrupts the form, or no reason was asked for.
 */
export function misreadReason(tracker: ShopTracker): ShopEvent[] | null {
	const { text = "", intent } = tracker.latestMessage ?? {};
	const name = intent?.name ?? "";
	const isAsked = tracker.activeLoop === "return_form" && tracker.requestedSlot === "return_reason";
	if (!isAsked || !MISREAD.has(name) || text.startsWith("/")) return null;
	const isQuestion = QUESTION.some((pattern) => pattern.test(text.trim()));
	if (isQuestion || ORDER_NUMBER.test(text) || LEAVING.test(text)) return null;
	const isReason = REASON.some((pattern) => pattern.test(text));
	if (!isReason && !(ABOUT_PRODUCTS.has(name) && DENIAL.test(text))) return null;
	return setSlots({ return_reason: text.trim().slice(0, MAX_REASON_CHARS) });
}
