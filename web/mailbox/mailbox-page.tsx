import { Inbox } from "lucide-react";
import { useEffect, useState } from "react";
import type { Mailbox } from "../../contracts/accounts.ts";
import type { Fault, Result } from "../api/call-api.ts";
import { Button } from "../ui/button.tsx";

/** What the product would have sent: for developers, who have no mail provider. */
export function MailboxPage({ read }: { read: () => Promise<Result<Mailbox>> }) {
	const [mails, setMails] = useState<Mailbox["mails"] | null>(null);
	const [fault, setFault] = useState<Fault | null>(null);
	const [looks, setLooks] = useState(0);
	useEffect(() => {
		const look = async (): Promise<void> => {
			const answer = await read();
			if (answer.ok) setMails(answer.value.mails);
			setFault(answer.ok ? null : answer.fault);
		};
		void look();
		// oxlint-disable-next-line react/exhaustive-effect-dependencies -- a look more is the reason to read again
	}, [read, looks]);
	return (
		<main className="mx-auto w-full max-w-190 px-4 py-8">
			<div className="flex items-center justify-between gap-4">
				<h1 className="text-2xl font-semibold">Mailbox</h1>
				<Button onClick={() => setLooks((count) => count + 1)}>Look again</Button>
			</div>
			<p className="mt-1 text-sm text-muted">
				Mails that would have been sent. This page exists in development only, and anybody who reaches it
				reads them.
			</p>
			<div role="alert">
				{fault !== null && (
					<p className="mt-6 text-sm text-danger-ink">
						{fault.code === "not_found" ? "There is no mailbox here: mails go to a provider." : fault.message}
					</p>
				)}
			</div>
			{mails?.length === 0 && (
				<div className="mt-16 flex flex-col items-center gap-2 text-muted">
					<Inbox aria-hidden="true" size={32} strokeWidth={1.5} />
					<p className="text-sm">Nothing was sent yet.</p>
				</div>
			)}
			<ul className="mt-6 space-y-4">
				{mails?.map(({ id, to, subject, text, sentAt }) => (
					<li key={id} className="rounded-bubble border border-line bg-raised p-5">
						<h2 className="font-semibold">{subject}</h2>
						<p className="text-xs text-muted">
							to {to}, <time dateTime={sentAt}>{new Date(sentAt).toLocaleTimeString()}</time>
						</p>
						<p className="mt-3 text-sm break-words whitespace-pre-wrap">{withLinks(text)}</p>
					</li>
				))}
			</ul>
		</main>
	);
}

/** Addresses of our own pages can be followed. */
function withLinks(text: string) {
	return text.split(/(https?:\/\/\S+)/u).map((part, index) =>
		part.startsWith(`${location.origin}/`) ? (
			// oxlint-disable-next-line react/no-array-index-key -- the text does not change
			<a key={index} href={part} className="text-accent-ink underline underline-offset-2">
				{part}
			</a>
		) : (
			part
		),
	);
}
