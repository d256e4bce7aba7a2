import { Skeleton } from "../ui/skeleton.tsx";
import { useDelayed } from "../ui/use-delayed.ts";
import { useTexts } from "./languages/use-texts.tsx";

/** What loads within this time needs no skeleton. */
const SHOW_AFTER_MS = 150;

export function LoadingConversation() {
	const texts = useTexts();
	const isShown = useDelayed(true, SHOW_AFTER_MS);
	return (
		<div className="flex-1 overflow-hidden" aria-busy="true">
			<output className="sr-only">{isShown ? texts.loading : ""}</output>
			{isShown && (
				<div className="mx-auto flex h-full w-full max-w-190 animate-fade flex-col justify-end gap-3 px-4 pb-6">
					<Skeleton className="h-16 w-3/5" />
					<Skeleton className="h-10 w-2/5 self-end" />
					<Skeleton className="h-24 w-2/3" />
					<Skeleton className="h-10 w-1/3 self-end" />
				</div>
			)}
		</div>
	);
}
