import type { KeyboardEvent } from "react";
import { Button } from "../ui/button.tsx";
import type { Card } from "./rich-content.ts";
import { safeHref } from "./text-parts.ts";
import { useTexts } from "./languages/use-texts.tsx";

interface CardListProps {
	cards: readonly Card[];
	canChoose: boolean;
	onSay: (text: string, payload: string) => void;
}

/** A carousel that nothing moves but its reader: a list that snaps, by finger, wheel or arrow keys. */
export function CardList({ cards, canChoose, onSay }: CardListProps) {
	const texts = useTexts();
	const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		const card = event.currentTarget.firstElementChild;
		if (step === undefined || card === null) return;
		event.preventDefault();
		event.currentTarget.scrollBy({ left: step * card.clientWidth, behavior: "smooth" });
	};
	return (
		// oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys scroll, as they do anywhere
		<ul
			aria-label={texts.cards}
			// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
			tabIndex={0}
			onKeyDown={onKeyDown}
			// wider than a bubble, on a phone up to the edge of the page: a list that ends before it looks like all there is
			className="flex w-[calc(100cqw---spacing(9.5))] max-w-none snap-x snap-mandatory gap-2 overflow-x-auto pb-1 max-sm:w-[calc(100cqw---spacing(5.5))] max-sm:pe-4"
		>
			{cards.map((card) => (
				<CardView key={card.title} card={card} canChoose={canChoose} onSay={onSay} />
			))}
		</ul>
	);
}

interface CardViewProps extends Omit<CardListProps, "cards"> {
	card: Card;
}

function CardView({ card, canChoose, onSay }: CardViewProps) {
	return (
		<li className="flex w-56 shrink-0 snap-start flex-col overflow-hidden rounded-bubble border border-line bg-raised">
			{card.imageUrl !== null && safeHref(card.imageUrl) !== null && (
				<img src={card.imageUrl} alt="" loading="lazy" className="h-28 w-full object-cover" />
			)}
			<div className="flex flex-1 flex-col gap-1 p-3">
				<p className="text-sm font-medium wrap-anywhere">{card.title}</p>
				{card.subtitle !== null && <p className="text-xs wrap-anywhere text-muted">{card.subtitle}</p>}
				<div className="mt-auto flex flex-wrap gap-1 pt-2">
					{card.replies.map((reply) => (
						<Button
							key={reply.payload}
							size="small"
							disabled={!canChoose}
							onClick={() => onSay(reply.title, reply.payload)}
						>
							{reply.title}
						</Button>
					))}
					{card.links.flatMap(({ title, url }) => {
						const href = safeHref(url);
						return href === null
							? []
							: [
									<a
										key={url}
										href={href}
										target="_blank"
										rel="noopener noreferrer nofollow"
										className="inline-flex min-h-7 items-center px-1 text-xs font-medium text-accent-ink underline underline-offset-2"
									>
										{title}
									</a>,
								];
					})}
				</div>
			</div>
		</li>
	);
}
