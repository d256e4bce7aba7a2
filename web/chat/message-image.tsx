import { useState } from "react";
import { safeHref } from "./text-parts.ts";
import { useTexts } from "./languages/use-texts.tsx";

/** An image of the bot's; one that does not come says so and can still be opened. */
export function MessageImage({ url, alt }: { url: string; alt: string }) {
	const texts = useTexts();
	const [isBroken, setIsBroken] = useState(false);
	const href = safeHref(new URL(url, location.href).href);
	if (href === null) return null;
	if (isBroken) {
		return (
			<p className="rounded-bubble border border-line px-3.5 py-2 text-sm text-muted">
				{texts.imageBroken}{" "}
				<a
					href={href}
					target="_blank"
					rel="noopener noreferrer nofollow"
					className="text-accent-ink underline underline-offset-2"
				>
					{texts.openImage}
				</a>
			</p>
		);
	}
	return (
		<img
			src={href}
			alt={alt}
			loading="lazy"
			onError={() => setIsBroken(true)}
			className="max-h-80 max-w-full rounded-bubble border border-line bg-panel"
		/>
	);
}
