/** Somebody who has no pointer: Tab, Enter, the space bar, arrows and letters, and eyes that look for the focus. */
import type { Locator, Page } from "playwright-core";
import { waitUntil } from "./product.ts";

/** No page has more stops. */
const MOST_STOPS = 120;

/** Keeps what could not be seen: stops of the focus without a ring, beyond the edge or below something else. */
export class WithoutPointer {
	readonly page: Page;
	readonly unseen: string[] = [];

	constructor(page: Page) {
		this.page = page;
	}

	/** Goes on from where the focus is, stop by stop. @throws Error with the stops when it is not among them */
	async to(wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
		await wanted.waitFor({ state: "attached" });
		const stops: string[] = [];
		while (stops.length < MOST_STOPS) {
			await this.page.keyboard.press(key);
			const { name, fault } = await this.#stop();
			stops.push(name);
			if (fault !== null) this.unseen.push(`${name}: ${fault}`);
			if (await hasFocus(wanted)) return;
		}
		throw new Error(`${String(wanted)} is no stop of ${key}: ${stops.join(" > ")}`);
	}

	/** Goes there and presses. */
	async press(wanted: Locator, key = "Enter"): Promise<void> {
		if (!(await hasFocus(wanted))) await this.to(wanted);
		await this.page.keyboard.press(key);
	}

	/** The focus comes by itself. @throws Error that says where it is instead */
	async isAt(wanted: Locator, why: string): Promise<void> {
		await waitUntil(30_000, async () => (await wanted.count()) > 0 && hasFocus(wanted)).catch(
			async (error: unknown) => {
				const { name } = await this.#stop();
				throw new Error(`${why}: the focus is at ${name}`, { cause: error });
			},
		);
	}

	async #stop(): Promise<{ name: string; fault: string | null }> {
		return this.page.evaluate(() => {
			const element = document.activeElement;
			if (element === null || element === document.body) return { name: "nothing", fault: null };
			const name = `${element.tagName.toLowerCase()} ${
				element.getAttribute("aria-label") ?? element.getAttribute("name") ?? element.textContent.slice(0, 40)
			}`;
			// what stands for a field that is hidden has its ring
			const label = element.closest("label");
			const shown = [label, element, element.parentElement];
			const ringed = shown.find((part) => {
				if (part === null) return false;
				const { outlineStyle, outlineWidth } = getComputedStyle(part);
				return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
			});
			if (ringed === undefined || ringed === null) return { name, fault: "no ring" };
			const { left, right, top, bottom, width, height } = ringed.getBoundingClientRect();
			if (width === 0 || height === 0) return { name, fault: "no size" };
			const [x, y] = [(left + right) / 2, (top + bottom) / 2];
			if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return { name, fault: "beyond the edge" };
			const above = document.elementFromPoint(x, y);
			// a toast goes by itself
			if (above === null) return { name, fault: "not drawn" };
			const isToast = above.closest('section[aria-label="Notifications"]') !== null;
			const isSeen = isToast || ringed.contains(above) || above.contains(ringed);
			return { name, fault: isSeen ? null : `below ${above.tagName} ${above.textContent.slice(0, 40)}` };
		});
	}
}

async function hasFocus(part: Locator): Promise<boolean> {
	return part.evaluate((element) => element === document.activeElement);
}
