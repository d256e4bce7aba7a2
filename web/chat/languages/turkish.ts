import type { Catalogue } from "./catalogue.ts";

// oxlint-disable-next-line max-lines-per-function -- a list of sentences
export const turkish: Catalogue = ({ number, counted }) => ({
	title: (site) => (site === null ? "Müşteri hizmetleri" : `${site} müşteri hizmetleri`),
	skipToComposer: "Mesaj alanına geç",

	you: "Siz",
	bot: "Bot",
	botName: (site) => site ?? "Müşteri hizmetleri",
	person: "Temsilci",
	team: "Ekibimiz",

	ready: "Otomatik asistan",
	online: "Çevrimiçi",
	connecting: "Bağlanıyor…",
	notConnected: "Bağlı değil",
	queue: "Sizi bir temsilciye bağlıyoruz…",
	withPerson: "Bir temsilciyle görüşüyorsunuz",

	conversation: "Görüşme",
	messages: "Mesajlar",
	loading: "Görüşmeniz yükleniyor…",
	loadEarlier: "Önceki mesajları göster",
	loadingEarlier: "Yükleniyor…",
	jumpToLatest: "Son mesaja git",
	newMessages: (count) => counted(count, { one: "# yeni mesaj", other: "# yeni mesaj" }),
	missed: (count) => counted(count, { one: "Siz yokken # mesaj geldi", other: "Siz yokken # mesaj geldi" }),
	typing: (name) => `${name} yazıyor…`,
	image: (name) => `Gönderen: ${name}, görsel`,
	imageBroken: "Bu görsel yüklenemedi.",
	openImage: "Yeni sekmede aç",
	cards: "Öneriler",
	choices: "Seçiminiz",
	chosen: "seçildi",
	ownerLines: {
		bot: "Yanıtları yeniden asistan veriyor.",
		queue: "Ekibimize haber verildi.",
		person: (name) => `${name ?? "Bir temsilci"} görüşmeye katıldı.`,
	},
	resolved: "Bu görüşme kapatıldı. Bize yeniden ihtiyacınız olduğunda yazmanız yeterli.",

	status: {
		queued: "Gönderilmeyi bekliyor",
		sending: "Gönderiliyor…",
		sent: "Gönderildi",
		delivered: "İletildi",
		read: "Okundu",
		failed: "Gönderilemedi",
	},
	retry: "Yeniden dene",
	remove: "Sil",
	refusals: {
		text_too_long: "mesaj çok uzun",
		payload_too_large: "mesaj çok uzun",
		unavailable: "şu anda mesajı alamıyoruz",
		other: "bizden kaynaklanan bir sorun oluştu",
	},

	messageLabel: "Mesajınız",
	placeholder: "Mesaj yazın…",
	send: "Gönder",
	hint: "Göndermek için Enter, yeni satır için Shift + Enter",
	charactersLeft: (count) => counted(count, { one: "# karakter kaldı", other: "# karakter kaldı" }),
	tooLong: (over, limit) =>
		counted(over, {
			one: `Bir mesaj en fazla ${number(limit)} karakter olabilir. Lütfen # karakter kısaltın.`,
			other: `Bir mesaj en fazla ${number(limit)} karakter olabilir. Lütfen # karakter kısaltın.`,
		}),

	greeting: "Merhaba, nasıl yardımcı olabiliriz?",
	introduction: (site) =>
		`Ben ${site === null ? "bir botum" : `${site} asistanıyım, bir botum`}. İstediğiniz bilgiye hemen bakarım; bir temsilciyle görüşmek isterseniz sizi ekibimize bağlarım.`,
	starters: "Konu nedir?",
	goBack: "Son görüşmenize dönün",
	loadFailed: "Görüşmeniz yüklenemedi.",
	loadFailedHelp: "Denemeyi sürdürüyoruz. Şimdi yazdıklarınız saklanır ve bağlantı kurulunca gönderilir.",

	notKept: "Tarayıcınız bu görüşmeyi saklamamıza izin vermiyor. Sayfayı kapattığınızda görüşme biter.",
	noFiles: "Buradan yalnızca metin gönderilebilir. Lütfen görselde veya dosyada ne olduğunu yazın.",
	held: (seconds) =>
		counted(seconds, {
			one: "Çok hızlısınız. Mesajınız # saniye içinde gönderilecek.",
			other: "Çok hızlısınız. Mesajınız # saniye içinde gönderilecek.",
		}),

	deviceOffline: "Çevrimdışısınız. Yazdıklarınız yeniden bağlandığınızda gönderilir.",
	reconnecting: "Bağlanıyor…",
	retryIn: (seconds) =>
		counted(seconds, {
			one: "Bağlantı koptu. # saniye sonra yeniden denenecek.",
			other: "Bağlantı koptu. # saniye sonra yeniden denenecek.",
		}),
	limitedFor: (seconds) =>
		counted(seconds, {
			one: "Çok fazla istek gönderildi. # saniye sonra yeniden denenecek.",
			other: "Çok fazla istek gönderildi. # saniye sonra yeniden denenecek.",
		}),
	backOnline: "Bağlandı",
	tryNow: "Şimdi dene",
	failures: {
		unreachable: { text: "Şu anda bize ulaşılamıyor. Denemeyi sürdürüyoruz.", action: "Şimdi dene" },
		expired: { text: "Bu görüşmenin süresi doldu.", action: "Yeni görüşme başlat" },
		erased: { text: "Bu görüşme silindi.", action: "Yeni görüşme başlat" },
		outdated: { text: "Bu sayfanın daha yeni bir sürümü var.", action: "Yeniden yükle" },
		flooding: { text: "Çok fazla mesaj geldiği için görüşme duraklatıldı.", action: "Devam et" },
	},

	options: "Seçenekler",
	language: "Dil",
	theme: "Görünüm",
	themes: { system: "Sistem", light: "Açık", dark: "Koyu" },
	talkToPerson: "Temsilciyle görüş",
	askForPerson: "Bir temsilciyle görüşmek istiyorum",
	download: "Görüşmeyi indir",
	erase: {
		item: "Verilerimi sil",
		question: {
			title: "Verileriniz silinsin mi?",
			text: "Burada yazdığınız her şey ve tüm yanıtlar, bizimle yaptığınız bütün görüşmelerde silinir. Kimse geri getiremez. Hesabınıza ve siparişlerinize dokunulmaz.",
		},
		confirm: "Kalıcı olarak sil",
		keep: "Vazgeç",
		working: "Siliniyor…",
		failed: "Olmadı, ama hiçbir şey kaybolmadı. Lütfen birazdan yeniden deneyin.",
		done: {
			title: "Verileriniz silindi",
			text: "Makbuz bunu kanıtlar: bizim tarafımızdan imzalanmıştır ve nelerin silindiğini belirtir.",
		},
		running: {
			title: "Verileriniz siliniyor",
			text: "Bir bölümüne şu anda ulaşılamıyor. Mümkün olur olmaz kendiliğinden silinecek; beklemeniz gerekmez.",
		},
		saveReceipt: "Makbuzu kaydet",
		receiptName: "silme-makbuzu.txt",
		close: "Kapat",
	},
	account: "Hesabınız",
	newChat: "Yeni görüşme başlat",
	transcriptName: "gorusme.txt",

	helpful: "Yararlı",
	notHelpful: "Yararlı değil",
	reasonLabel: "Eksik olan neydi? (isteğe bağlı)",
	reasonThanks: "Teşekkürler, bu daha iyi olmamıza yardımcı oluyor.",
	csatQuestion: "Yardımımızı nasıl buldunuz?",
	csatScale: ["Çok kötü", "Kötü", "Orta", "İyi", "Çok iyi"],
	csatComment: "Eklemek istediğiniz bir şey var mı? (isteğe bağlı)",
	csatThanks: "Değerlendirmeniz için teşekkürler.",
	csatChange: "Dilerseniz değiştirebilirsiniz.",

	queuePlace: (place) => (place === 1 ? "Sıradaki sizsiniz." : `Sırada ${number(place)}. kişisiniz.`),
	leaveQueue: "Asistanla devam et",
	opensAt: (when) => `Ekibimiz şu anda müsait değil. Yeniden buradayız: ${when} (sizin saatinizle).`,
	repliesWithin: (duration) => `Bir temsilci genellikle ${duration} içinde yanıt verir.`,
	emailLabel: "E-postayla yanıt için e-posta adresiniz",
	emailInvalid: "Lütfen adresi kontrol edin: ad@example.com gibi olmalı.",
	emailMessage: (address) => `Lütfen bana e-postayla yanıt verin: ${address}`,
	emailThanks: "Teşekkürler. Ekibimiz size yazacak.",
});
