import { Bot, MessageCircle } from "lucide-react";
import { AccentColor } from "../../../contracts/sites.ts";
import { classNames } from "../../ui/class-names.ts";
import type { SiteDraft } from "./site-draft.ts";

/** The luminance from which on black is read better than white. */
const BRIGHT = 0.179;

/** How the chat will look there, as far as it is set here. */
export function WidgetPreview({ draft }: { draft: SiteDraft }) {
	const color = AccentColor.safeParse(draft.accentColor).data;
	const look =
		color === undefined
			? undefined
			: { backgroundColor: color, color: luminanceOf(color) > BRIGHT ? "#000" : "#fff" };
	const starters = draft.starters.split("\n").filter((line) => line.trim() !== "");
	return (
		<figure>
			<figcaption className="mb-2 text-xs font-medium text-muted">Preview</figcaption>
			<div aria-hidden="true" className="rounded-bubble border border-line bg-panel p-4">
				<div className="overflow-hidden rounded-bubble border border-line bg-page shadow-float">
					<div className="flex items-center gap-2.5 px-4 py-3">
						<span className="grid size-8 place-items-center rounded-md bg-accent text-on-accent" style={look}>
							<Bot size={18} strokeWidth={1.75} />
						</span>
						<span className="min-w-0 truncate font-semibold">{draft.name || "Customer care"}</span>
					</div>
					<div className="border-t border-line px-4 py-5">
						<p className="text-base font-semibold break-words">{draft.greeting || "How can we help?"}</p>
						<div className="mt-3 flex flex-wrap gap-1.5">
							{starters.slice(0, 5).map((line) => (
								<span key={line} className="rounded-full border border-edge px-2.5 py-1 text-xs break-words">
									{line}
								</span>
							))}
						</div>
					</div>
				</div>
				<div
					className={classNames(
						"mt-4 flex",
						draft.launcherPosition === "bottom-left" ? "justify-start" : "justify-end",
					)}
				>
					<span
						className="grid size-13 place-items-center rounded-full bg-accent text-on-accent"
						style={look}
					>
						<MessageCircle size={24} strokeWidth={1.75} />
					</span>
				</div>
			</div>
		</figure>
	);
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminanceOf(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
		const part = Number.parseInt(color.slice(place, place + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
