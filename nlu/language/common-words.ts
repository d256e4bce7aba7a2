/**
 * The words that hold sentences together in languages of many bots: what a bot's own few sentences lack. Languages
 * without a member are known by the bot's sentences alone.
 */
export const COMMON_WORDS: ReadonlyMap<string, string> = new Map([
	[
		"en",
		"the of and to in is you that it he was for on are as with his they at be this have from or had by but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see no way could people my than first been who its now find long down day did get come made may after back only most over know take year where much before right too any same tell does set three want well also because why again off still should being every while might must never since until yet though always something nothing anybody everything somebody really please hello thanks without between another around through against during under I'm don't it's can't didn't won't I've isn't doesn't that's you're couldn't",
	],
	[
		"de",
		"der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn können ich mir mich du wir ihr uns euch mein meine dein unser kein keine dieser diese dieses jeder was wer wo wann warum wieder schon immer sehr hier dort dann weil doch ja nein bitte danke habe hast hatte bin bist waren würde könnte sollte muss müssen soll kann will wollen möchte machen gibt geht ohne gegen zwischen unter während seit heute morgen gestern jetzt etwas nichts alles jemand niemand viel wenig gut ihre ihren seine seinen ihm ihnen welche welcher gar mal denn also ganz beim vom ins eigentlich vielleicht trotzdem erst selbst",
	],
	[
		"fr",
		"le la les de des du un une et est en que qui dans pour pas sur ce il elle au aux avec son sa ses se plus par ne je vous nous on mais ou où si tout tous sont été être avoir avait ont fait cette ces cet comme leur leurs bien sans peut deux même aussi encore après avant depuis entre chez très ici là donc alors quand quel quelle quels comment pourquoi combien mon ma mes ton ta tes votre vos notre nos moi toi lui eux rien personne quelque chose toujours jamais déjà trop peu beaucoup oui non merci bonjour était serait faut faire dit aller veut veux voudrais pourrais dois doit suis êtes sommes j'ai c'est n'est d'un d'une l'on qu'il qu'elle m'a t'il s'est n'a aujourd'hui demain hier maintenant sous vers pendant contre parce afin autre autres chaque quelqu'un celui celle ceux car dont ni moins",
	],
	[
		"es",
		"el la los las de del que y a en un una unos unas ser se no haber por con su sus para como estar tener le lo les todo toda todos pero más hacer o poder decir este esta estos estas ese esa eso ir otro otra muy sin vez mucho mucha saber qué quién cuál cuándo dónde cómo cuánto sobre mi mis me te nos alguno alguien mismo yo también hasta año dos querer entre así primero desde grande ni llegar pasar tiempo ella él ellos nosotros usted ustedes sí bien poco deber entonces poner cosa tanto hombre parecer nuestro nuestra tan donde ahora parte después vida quedar siempre creer hablar llevar dejar nada cada seguir menos nuevo encontrar algo solo aunque antes porque cuando si gracias hola favor está están son era fue han hay tengo tiene quiero puedo puede hoy mañana ayer todavía aquí allí contra durante nunca nadie además casi mientras según al ya",
	],
	[
		"tr",
		"ve bir bu da de için ile çok daha ne ben sen o biz siz onlar var yok mı mi mu mü ama gibi kadar sonra önce en her şey olarak olan oldu olur olacak değil ki ya veya hem nasıl neden niçin niye nerede nereye kim hangi kaç zaman şimdi bugün yarın dün evet hayır lütfen teşekkür teşekkürler merhaba selam benim senin onun bizim sizin onların bana sana ona bize size beni seni onu bizi sizi bende sende bunu şunu buna şu orada burada iki üç hiç hep bazı biraz az fazla yine tekrar artık hâlâ hala henüz bile sadece yalnız yalnızca göre karşı rağmen beri doğru içinde üzerinde altında yanında arasında istiyorum istiyor musunuz mısınız misiniz ediyorum eder etmek yapmak olmak gelmek almak vermek gitti geldi aldım verdi dedi diye çünkü eğer belki tabii tamam peki kendi başka aynı diğer birisi kimse bütün tüm öyle böyle",
	],
	[
		"ar",
		"في من على إلى أن عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم نحن أنا أنت أنتم كان كانت يكون لا ما لم لن قد كل بعض غير بعد قبل عند حتى إذا لو أو ثم لكن كما مثل بين حول خلال منذ هل كيف متى أين لماذا كم أي أيضا جدا فقط الآن اليوم غدا أمس هنا هناك نعم شكرا مرحبا السلام عليكم فضلك فضلكم أريد يمكن ممكن لدي عندي ليس ليست لأن به بها له لها فيه فيها عليه عليها إليه منه منها لي لك لكم لنا شيء أحد مرة كنت ولم ولا وهو وهي فإن إن أنه أنها سوف يوم",
	],
	[
		"it",
		"il lo la i gli le di del della dei delle che e è in un una per non con si da al alla sono ho ha mi ti ci vi come più ma anche se questo questa quello quella perché quando dove chi cosa molto tutto tutti ancora già sempre mai bene grazie ciao buongiorno vorrei posso può devo deve nel nella dal sul sulla io tu lui lei noi voi loro mio mia suo sua nostro senza dopo prima oggi domani ieri adesso qui così era stato essere avere fare",
	],
	[
		"nl",
		"de het een en van ik te dat die in is niet je zijn op aan met als voor had er maar om hem dan zou of wat mijn men dit zo door over ze zich bij ook tot mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens hier wie werd altijd wordt wezen kunnen ons zelf tegen na wil kon niets uw iemand geweest andere bedankt hallo graag waar wanneer waarom vandaag morgen gisteren",
	],
	[
		"pt",
		"o a os as de do da dos das que e em um uma para é com não por mais se na no ao à como mas foi ele ela eles elas tem seu sua ou ser quando muito há nos já está eu também só pelo pela até isso entre era depois sem mesmo aos ter seus quem nas me esse essa você vocês num nem suas meu minha às estou obrigado obrigada olá quero posso pode onde porque hoje amanhã ontem agora ainda sempre nunca tudo nada alguém são estão fazer gostaria",
	],
]);
