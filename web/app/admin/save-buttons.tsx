import { Button } from "../../ui/button.tsx";

interface SaveButtonsProps {
	isSending: boolean;
	/** There is something to save. */
	isChanged: boolean;
	onDiscard: () => void;
}

/** At the end of a long form: saves it, or takes back what was changed in it. */
export function SaveButtons({ isSending, isChanged, onDiscard }: SaveButtonsProps) {
	return (
		<div className="flex items-center gap-2">
			<Button type="submit" look="solid" size="compact" aria-disabled={isSending || !isChanged}>
				{isSending ? "One moment…" : "Save"}
			</Button>
			{isChanged && (
				<Button size="compact" look="quiet" onClick={onDiscard}>
					Discard changes
				</Button>
			)}
		</div>
	);
}
