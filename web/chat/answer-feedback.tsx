import { ThumbsDown, ThumbsUp } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { classNames } from "../ui/class-names.ts";
import type { Judgement } from "./conversation-state.ts";
import { useTexts } from "./languages/use-texts.tsx";
import { useConversationClient } from "./use-conversation.ts";

const FeedbackReason = lazy(async () => ({
	default: (await import("./opinion-forms.tsx")).FeedbackReason,
}));

interface AnswerFeedbackProps {
	/** The message that is judged. */
	seq: number;
	judgement: Judgement | null;
	/** The newest answer: there the buttons stand for everybody, elsewhere for who comes near. */
	isLatest: boolean;
}

/** Thumbs up or down for an answer of the bot's, and on the way down a word of why. */
export function AnswerFeedback({ seq, judgement, isLatest }: AnswerFeedbackProps) {
	const { feedback } = useConversationClient();
	const [isAsking, setIsAsking] = useState(false);
	const thumbs = useRef<HTMLDivElement>(null);
	const rating = judgement?.rating ?? null;
	const isHidden = rating === null && !isLatest;
	/** Where the focus came from, once the form has gone. */
	const focusPressed = (): void =>
		thumbs.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
	const press = (pressed: "up" | "down"): void => {
		const next = rating === pressed ? null : pressed;
		feedback.judge(seq, next);
		setIsAsking(next === "down");
	};
	return (
		<>
			<div
				ref={thumbs}
				className={classNames(
					"flex transition-opacity duration-150 focus-within:opacity-100 group-hover:opacity-100",
					// a row that is mostly empty shall not part the messages, and one that is not seen not at all
					!isAsking && "-mb-4",
					!isAsking && (isHidden ? "pointer-fine:-mb-6" : "pointer-fine:-mb-3"),
					isHidden && "pointer-fine:opacity-0",
				)}
			>
				{(["up", "down"] as const).map((thumb) => (
					<Thumb key={thumb} thumb={thumb} isPressed={rating === thumb} onPress={() => press(thumb)} />
				))}
			</div>
			{rating === "down" && isAsking && (
				<Suspense>
					<FeedbackReason
						onSend={(reason) => {
							feedback.judge(seq, "down", reason);
							focusPressed();
						}}
						onLeave={() => {
							setIsAsking(false);
							focusPressed();
						}}
						onThanked={() => setIsAsking(false)}
					/>
				</Suspense>
			)}
		</>
	);
}

interface ThumbProps {
	thumb: "up" | "down";
	isPressed: boolean;
	onPress: () => void;
}

function Thumb({ thumb, isPressed, onPress }: ThumbProps) {
	const texts = useTexts();
	const Icon = thumb === "up" ? ThumbsUp : ThumbsDown;
	const label = thumb === "up" ? texts.helpful : texts.notHelpful;
	return (
		<button
			type="button"
			aria-label={label}
			title={label}
			aria-pressed={isPressed}
			onClick={onPress}
			className="grid size-7 place-items-center rounded-sm border border-transparent text-muted transition-colors duration-150 hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-ink pointer-coarse:size-9 forced-colors:aria-pressed:border-current"
		>
			<Icon aria-hidden="true" size={15} fill={isPressed ? "currentColor" : "none"} fillOpacity={0.2} />
		</button>
	);
}
