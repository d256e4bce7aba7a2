/** How people of the pages' languages say a password: the thing, the link, and what follows it without being one. */

/** English, German, French, Spanish, Turkish, Arabic; the thing itself and with the endings that Turkish gives it. */
export const KEYWORDS = [
	"passwords?|passwd|pass ?phrase|passcode|pwd|pw",
	"passw(?:ort|örter|oerter)|kennw(?:ort|örter)",
	"mots? de passe",
	"contraseñas?|contrasenas?|clave(?: de acceso)?",
	"(?:şifre|sifre|parola)(?:m|miz|mız|si|sı|niz|nız|n)?",
	"كلم[ةه] (?:ال)?(?:مرور|سر)|(?:ال)?(?:باسوورد|باسورد|رقم السري)",
	"cvv2?|cvc2?",
];

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Between the thing and the secret. */
export const LINKS = words(
	"is was ist war lautet lautete heißt heisst est était etait es era será sera olan هي هو كانت كان",
);
/** Signs that say it more surely than a word. */
export const SURE_LINKS = words(": = := => -> →");

/** Before the link these begin another thought: "I forgot my password, it is urgent". */
export const BREAKS = words(
	"it this that there he she they we you i and but because what how when if forgot forgotten lost reset es das ich wir und aber was wie " +
		"vergessen verloren je il elle c'est et mais oublié perdu yo pero olvidé olvidada perdida unuttum ve ama نسيت و لكن",
);

/** After the link these stand before the secret without being it: "is now set to …". */
export const FILLERS = words(
	"now still just only also currently actually set to the jetzt noch nur auf gesetzt maintenant toujours ahora todavía şimdi hala hâlâ الآن",
);

/** What people say of a password without telling it. */
export const NOT_SECRETS = words(
	"a an the my your our not no never now still also just only too so very always already again being been gone going wrong incorrect invalid " +
		"correct right fine ok okay good bad safe unsafe weak strong secure old new same different expired expiring locked blocked lost " +
		"forgotten missing unknown needed required asked rejected refused accepted empty broken stuck changed reset to short long hacked " +
		"compromised stolen leaked working failing what where why how when that this it in on for by with and or but because if then there " +
		"ein eine der die das mein dein nicht nie kein keine falsch richtig ungültig abgelaufen gesperrt vergessen weg verloren zu noch immer " +
		"schon jetzt auch sicher unsicher unbekannt alt neu leer nötig gehackt gestohlen in für mit und oder aber weil was wo wie " +
		"un une le la mon ma votre ne pas plus jamais toujours encore trop faux incorrecte valide invalide expiré oublié perdu bloqué refusé " +
		"nouveau ancien vide inconnu piraté volé en pour avec et ou mais que " +
		"una el mi tu su nunca siempre todavía aún muy incorrecta correcta incorrecto correcto inválida válida caducada olvidada perdida " +
		"bloqueada nueva vieja vacía desconocida hackeada robada para con y o pero porque que " +
		"yanlış doğru geçersiz değil çok hala hâlâ eski yeni boş ne için ile ve veya ama çünkü unuttum çalışmıyor sıfırlama kayıp çalındı " +
		"غير ليست ليس لا خاطئة خطأ صحيحة منتهية مفقودة ضائعة جديدة قديمة مسروقة لم لن في من على مع و أو لكن التي الذي",
);
