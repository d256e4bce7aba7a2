import type { Catalogue } from "./catalogue.ts";

// oxlint-disable-next-line max-lines-per-function -- a list of sentences
export const spanish: Catalogue = ({ number, counted }) => ({
	title: (site) => (site === null ? "Atención al cliente" : `Atención al cliente de ${site}`),
	skipToComposer: "Ir al campo del mensaje",

	you: "Usted",
	bot: "Bot",
	botName: (site) => site ?? "Atención al cliente",
	person: "Persona",
	team: "Nuestro equipo",

	ready: "Asistente automático",
	online: "En línea",
	connecting: "Conectando…",
	notConnected: "Sin conexión",
	queue: "Le ponemos en contacto con una persona…",
	withPerson: "Está hablando con una persona",

	conversation: "Conversación",
	messages: "Mensajes",
	loading: "Cargando su conversación…",
	loadEarlier: "Mostrar mensajes anteriores",
	loadingEarlier: "Cargando…",
	jumpToLatest: "Ir al último mensaje",
	newMessages: (count) =>
		counted(count, { one: "# mensaje nuevo", many: "# de mensajes nuevos", other: "# mensajes nuevos" }),
	missed: (count) =>
		counted(count, {
			one: "# mensaje en su ausencia",
			many: "# de mensajes en su ausencia",
			other: "# mensajes en su ausencia",
		}),
	typing: (name) => `${name} está escribiendo…`,
	image: (name) => `Imagen enviada por ${name}`,
	imageBroken: "No se ha podido cargar esta imagen.",
	openImage: "Abrirla en una pestaña nueva",
	cards: "Sugerencias",
	choices: "Su elección",
	chosen: "elegido",
	ownerLines: {
		bot: "Vuelve a responder el asistente.",
		queue: "Hemos avisado a nuestro equipo.",
		person: (name) => `${name ?? "Una persona"} se ha unido a la conversación.`,
	},
	resolved: "Esta conversación está cerrada. Escríbanos siempre que nos necesite de nuevo.",

	status: {
		queued: "Pendiente de envío",
		sending: "Enviando…",
		sent: "Enviado",
		delivered: "Entregado",
		read: "Leído",
		failed: "No enviado",
	},
	retry: "Reintentar",
	remove: "Eliminar",
	refusals: {
		text_too_long: "es demasiado largo",
		payload_too_large: "es demasiado largo",
		unavailable: "no podemos recibirlo en este momento",
		other: "algo ha fallado por nuestra parte",
	},

	messageLabel: "Su mensaje",
	placeholder: "Escriba un mensaje…",
	send: "Enviar",
	hint: "Intro para enviar, Mayús + Intro para una línea nueva",
	charactersLeft: (count) =>
		counted(count, {
			one: "Queda # carácter",
			many: "Quedan # de caracteres",
			other: "Quedan # caracteres",
		}),
	tooLong: (over, limit) =>
		counted(over, {
			one: `Un mensaje admite ${number(limit)} caracteres. Quite # carácter, por favor.`,
			many: `Un mensaje admite ${number(limit)} caracteres. Quite # de caracteres, por favor.`,
			other: `Un mensaje admite ${number(limit)} caracteres. Quite # caracteres, por favor.`,
		}),

	greeting: "Hola, ¿en qué podemos ayudarle?",
	introduction: (site) =>
		`Soy ${site === null ? "" : `el asistente de ${site}, `}un bot. Consulto las cosas al momento y, si prefiere hablar con una persona, aviso a nuestro equipo.`,
	starters: "¿De qué se trata?",
	goBack: "Volver a su última conversación",
	loadFailed: "No hemos podido cargar su conversación.",
	loadFailedHelp: "Seguimos intentándolo. Lo que escriba ahora se guarda y se envía en cuanto haya conexión.",

	notKept: "Su navegador no nos permite guardar este chat. Termina cuando cierre la página.",
	noFiles: "Aquí solo se puede enviar texto. Describa, por favor, lo que muestra la imagen o el archivo.",
	held: (seconds) =>
		counted(seconds, {
			one: "Ha sido muy rápido. Su mensaje sale en # segundo.",
			many: "Ha sido muy rápido. Su mensaje sale en # de segundos.",
			other: "Ha sido muy rápido. Su mensaje sale en # segundos.",
		}),

	deviceOffline: "No tiene conexión. Lo que escriba se enviará cuando vuelva a tenerla.",
	reconnecting: "Conectando…",
	retryIn: (seconds) =>
		counted(seconds, {
			one: "Se ha perdido la conexión. Nuevo intento en # segundo.",
			many: "Se ha perdido la conexión. Nuevo intento en # de segundos.",
			other: "Se ha perdido la conexión. Nuevo intento en # segundos.",
		}),
	limitedFor: (seconds) =>
		counted(seconds, {
			one: "Demasiadas solicitudes. Nuevo intento en # segundo.",
			many: "Demasiadas solicitudes. Nuevo intento en # de segundos.",
			other: "Demasiadas solicitudes. Nuevo intento en # segundos.",
		}),
	backOnline: "Conectado",
	tryNow: "Intentar ahora",
	failures: {
		unreachable: {
			text: "No es posible contactar con nosotros en este momento. Seguimos intentándolo.",
			action: "Intentar ahora",
		},
		expired: { text: "Este chat ha caducado.", action: "Empezar un chat nuevo" },
		erased: { text: "Este chat se ha eliminado.", action: "Empezar un chat nuevo" },
		outdated: { text: "Hay una versión más reciente de esta página.", action: "Recargar" },
		flooding: { text: "El chat se ha detenido: había demasiados mensajes.", action: "Continuar" },
	},

	options: "Opciones",
	language: "Idioma",
	theme: "Apariencia",
	themes: { system: "Sistema", light: "Claro", dark: "Oscuro" },
	talkToPerson: "Hablar con una persona",
	askForPerson: "Quisiera hablar con una persona",
	download: "Descargar la conversación",
	erase: {
		item: "Eliminar mis datos",
		question: {
			title: "¿Eliminar sus datos?",
			text: "Se eliminará todo lo que ha escrito aquí y todas las respuestas, en todos sus chats con nosotros. Nadie podrá recuperarlo. Su cuenta y sus pedidos no cambian.",
		},
		confirm: "Eliminar para siempre",
		keep: "Conservar",
		working: "Eliminando…",
		failed: "No ha funcionado, y no se ha perdido nada. Vuelva a intentarlo en un momento.",
		done: {
			title: "Sus datos se han eliminado",
			text: "El recibo lo demuestra: está firmado por nosotros e indica qué se ha eliminado.",
		},
		running: {
			title: "Sus datos se están eliminando",
			text: "Una parte no está accesible ahora mismo. Se eliminará por sí sola en cuanto sea posible; no tiene que esperar.",
		},
		saveReceipt: "Guardar el recibo",
		receiptName: "recibo-de-eliminacion.txt",
		close: "Cerrar",
	},
	account: "Su cuenta",
	newChat: "Empezar un chat nuevo",
	transcriptName: "conversacion.txt",

	helpful: "Útil",
	notHelpful: "No es útil",
	reasonLabel: "¿Qué ha faltado? (opcional)",
	reasonThanks: "Gracias, nos ayuda a mejorar.",
	csatQuestion: "¿Qué le ha parecido nuestra ayuda?",
	csatScale: ["Muy mala", "Mala", "Regular", "Buena", "Muy buena"],
	csatComment: "¿Quiere contarnos algo más? (opcional)",
	csatThanks: "Gracias por su valoración.",
	csatChange: "Todavía puede cambiarla.",

	queuePlace: (place) =>
		place === 1 ? "El siguiente turno es el suyo." : `Su turno es el número ${number(place)} de la cola.`,
	leaveQueue: "Seguir con el asistente",
	opensAt: (when) => `Ahora mismo no hay nadie de nuestro equipo. Volvemos: ${when} (su hora).`,
	repliesWithin: (duration) => `Una persona suele responder en menos de ${duration}.`,
	emailLabel: "Su correo electrónico, para una respuesta por correo",
	emailInvalid: "Compruebe la dirección: tiene la forma nombre@example.com.",
	emailMessage: (address) => `Respóndanme por correo electrónico, por favor: ${address}`,
	emailThanks: "Gracias. Nuestro equipo le escribirá.",
});
