import { Check } from "lucide-react";
import { classNames } from "../ui/class-names.ts";
import type { ChoiceButton } from "./conversation-rows.ts";
import { useTexts } from "./languages/use-texts.tsx";

interface MessageChoicesProps {
	buttons: readonly ChoiceButton[];
	canChoose: boolean;
	onSay: (text: string, payload: string) => void;
}

/** They stay after the choice, disabled and with the choice marked: the conversation can still be read. */
export function MessageChoices({ buttons, canChoose, onSay }: MessageChoicesProps) {
	const texts = useTexts();
	return (
		<fieldset aria-label={texts.choices} className="flex flex-wrap gap-2 pt-0.5 pb-1.5">
			{buttons.map((button, index) => (
				<button
					// oxlint-disable-next-line react/no-array-index-key -- the buttons of one message never change places
					key={index}
					type="button"
					dir="auto"
					disabled={!canChoose}
					onClick={() => onSay(button.title, button.payload)}
					className={classNames(
						"inline-flex min-h-9 max-w-full pointer-coarse:min-h-11 items-center gap-1.5 rounded-full border px-3.5 py-1 text-start text-sm font-medium wrap-anywhere transition-colors duration-150",
						canChoose && "border-accent-ink bg-page text-accent-ink hover:bg-accent-soft",
						!canChoose && button.isChosen && "border-accent-ink bg-accent-soft text-accent-ink",
						!canChoose && !button.isChosen && "border-line bg-transparent text-muted",
					)}
				>
					{button.isChosen && <Check aria-hidden="true" size={15} className="shrink-0" />}
					{button.title}
					{button.isChosen && <span className="sr-only">({texts.chosen})</span>}
				</button>
			))}
		</fieldset>
	);
}
