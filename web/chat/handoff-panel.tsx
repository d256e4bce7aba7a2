import { Check, Clock, LoaderCircle } from "lucide-react";
import { type FormEvent, use, useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { useNow } from "../ui/use-now.ts";
import { useSpeech } from "./languages/use-texts.tsx";
import { durationName, openingTime } from "./message-time.ts";
import { SiteContext } from "./site.ts";
import { useConversation, useConversationClient } from "./use-conversation.ts";

/** Somebody will come: when, and what to do until then. Stands above the composer while the visitor waits. */
export function HandoffPanel() {
	const { texts, locale } = useSpeech();
	const client = useConversationClient();
	const { queuePlace, isAttended } = useConversation();
	const { hours, replyMinutes } = use(SiteContext) ?? {};
	// whoever is at the desk counts before any hours, as for the bot that has put the visitor into the queue
	const isClosed = hours?.isOpen === false && isAttended !== true;
	const nowMs = useNow(60_000);
	const opensAt = isClosed ? hours.nextOpeningAt : null;
	return (
		<section aria-label={texts.queue} className="mx-auto w-full max-w-190 animate-fade px-4 pb-2">
			<div className="flex flex-col gap-3 rounded-bubble border border-line bg-raised px-4 py-3">
				<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
					<span aria-hidden="true" className="text-accent-ink">
						{isClosed ? <Clock size={18} /> : <LoaderCircle size={18} className="animate-turn" />}
					</span>
					<output className="min-w-48 flex-1 text-sm">
						<span className="block font-medium">
							{opensAt === null
								? texts.queue
								: texts.opensAt(openingTime(Date.parse(opensAt), nowMs, locale))}
						</span>
						{opensAt === null && queuePlace !== null && (
							<span className="block text-muted">{texts.queuePlace(queuePlace)}</span>
						)}
						{!isClosed && replyMinutes !== undefined && (
							<span className="block text-muted">
								{texts.repliesWithin(durationName(replyMinutes, locale))}
							</span>
						)}
					</output>
					<Button size="small" onClick={() => client.leaveQueue()}>
						{texts.leaveQueue}
					</Button>
				</div>
				{isClosed && <EmailField />}
			</div>
		</section>
	);
}

/** Where the answer shall go when the visitor does not wait: it stands in the conversation, for whoever comes. */
function EmailField() {
	const { texts } = useSpeech();
	const client = useConversationClient();
	const [address, setAddress] = useState("");
	const [isWrong, setIsWrong] = useState(false);
	const [isLeft, setIsLeft] = useState(false);
	const leave = (event: FormEvent): void => {
		event.preventDefault();
		const isGood = /^(?=[^\s@]+@[^\s@]+$).+@.+\..+$/u.test(address.trim());
		setIsWrong(!isGood);
		if (!isGood) return;
		client.send(texts.emailMessage(address.trim()));
		setIsLeft(true);
	};
	if (isLeft)
		return (
			<output className="flex items-center gap-1.5 text-sm text-good-ink">
				<Check aria-hidden="true" size={16} className="shrink-0" />
				{texts.emailThanks}
			</output>
		);
	return (
		<form noValidate onSubmit={leave}>
			<TextField
				className="max-w-110"
				label={texts.emailLabel}
				type="email"
				autoComplete="email"
				dir="ltr"
				value={address}
				error={isWrong ? texts.emailInvalid : undefined}
				onChange={(event) => setAddress(event.target.value)}
				action={
					<Button type="submit" className="min-h-10">
						{texts.send}
					</Button>
				}
			/>
		</form>
	);
}
