/** What the browser tells by: notifications of the device, and a tone. */

/** `missing`: this browser has none. */
export type DesktopPermission = NotificationPermission | "missing";

export function desktopPermission(): DesktopPermission {
	return "Notification" in globalThis ? Notification.permission : "missing";
}

/** Asks where it was not asked yet. Must follow a press of the person. */
export async function askForDesktop(): Promise<DesktopPermission> {
	return desktopPermission() === "default" ? Notification.requestPermission() : desktopPermission();
}

interface DesktopNotice {
	readonly title: string;
	readonly body: string;
	/** One of a tag takes the place of the one before. */
	readonly tag: string;
	readonly onOpen: () => void;
}

/** @returns whether the device was told */
export function showOnDesktop({ title, body, tag, onOpen }: DesktopNotice): boolean {
	if (desktopPermission() !== "granted") return false;
	try {
		// a tone is a channel of its own
		const shown = new Notification(title, { body, tag, silent: true });
		shown.addEventListener("click", () => {
			window.focus();
			shown.close();
			onOpen();
		});
		return true;
	} catch {
		return false; // phones let only service workers show any
	}
}

const TONES = [880, 1_174.7] as const;
const TONE_SECONDS = 0.12;
const LOUDNESS = 0.08;

let audio: AudioContext | null = null;

/** Two short tones. A browser that wants a press of the person first stays silent. */
export function playTone(): void {
	audio ??= new AudioContext();
	const context = audio;
	void context.resume().catch(() => undefined); // not allowed yet: there is no sound
	TONES.forEach((frequency, place) => {
		const from = context.currentTime + place * TONE_SECONDS;
		const tone = new OscillatorNode(context, { type: "sine", frequency });
		const gain = new GainNode(context, { gain: LOUDNESS });
		gain.gain.setTargetAtTime(0, from + TONE_SECONDS / 2, TONE_SECONDS / 6);
		tone.connect(gain).connect(context.destination);
		tone.start(from);
		tone.stop(from + 2 * TONE_SECONDS);
	});
}
