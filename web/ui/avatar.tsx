import { Bot } from "lucide-react";
import { classNames } from "./class-names.ts";

const SIZES = { small: "size-7 text-2xs", medium: "size-9 text-xs", large: "size-14 text-lg" } as const;
const ICON_PIXELS = { small: 16, medium: 20, large: 30 } as const;

interface AvatarProps {
	/** Null for a bot: it has no face and no initials, and a square instead of a circle. */
	person: string | null;
	size?: keyof typeof SIZES;
}

/** Decoration: the name always stands beside it. */
export function Avatar({ person, size = "small" }: AvatarProps) {
	return (
		<span
			aria-hidden="true"
			className={classNames(
				"inline-grid shrink-0 place-items-center border font-semibold select-none",
				SIZES[size],
				person === null
					? classNames(
							"border-transparent bg-accent text-on-accent",
							size === "large" ? "rounded-bubble" : "rounded-md",
						)
					: "rounded-full border-line bg-raised text-ink",
			)}
		>
			{person === null ? <Bot size={ICON_PIXELS[size]} strokeWidth={1.75} /> : initials(person)}
		</span>
	);
}

function initials(name: string): string {
	const words = name.trim().split(/\s+/u);
	const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
	return letters
		.map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 32))
		.join("")
		.toLocaleUpperCase();
}
