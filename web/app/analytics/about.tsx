import { Info } from "lucide-react";
import { Popover } from "../../ui/popover.tsx";

/** ⓘ: what a figure is, to the letter. */
export function About({ of, children }: { of: string; children: string }) {
	return (
		<Popover
			title={of}
			trigger={
				<button
					type="button"
					aria-label={`What is ${of}?`}
					className="relative ms-1 inline-grid size-5 -my-1 place-items-center rounded-full align-middle text-muted after:absolute after:-inset-1 hover:text-ink"
				>
					<Info aria-hidden="true" size={13} />
				</button>
			}
		>
			<p className="font-medium">{of}</p>
			<p className="mt-1 text-muted">{children}</p>
		</Popover>
	);
}
