import { lazy, Suspense, use, useEffect, useRef } from "react";
import { ChatHeader } from "./chat-header.tsx";
import { Composer, type ComposerHandle } from "./composer.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { EmptyConversation } from "./empty-conversation.tsx";
import { LoadingConversation } from "./loading-conversation.tsx";
import { MessageList } from "./message-list.tsx";
import { SiteContext } from "./site.ts";
import { useTexts } from "./languages/use-texts.tsx";
import { UnloadedConversation } from "./unloaded-conversation.tsx";
import { useConversation, useConversationClient } from "./use-conversation.ts";

const HandoffPanel = lazy(async () => ({ default: (await import("./handoff-panel.tsx")).HandoffPanel }));

/** A longer count says nothing more. */
const MAX_COUNTED = 99;

export function ChatPage() {
	const texts = useTexts();
	const { unread, owner, departures } = useConversation();
	const client = useConversationClient();
	const site = use(SiteContext);
	const composer = useRef<ComposerHandle>(null);
	const say = (text: string, payload: string | null = null): void => {
		client.send(text, payload);
		composer.current?.focus();
	};

	useEffect(() => {
		const count = unread > MAX_COUNTED ? `${MAX_COUNTED}+` : unread;
		document.title = (unread > 0 ? `(${count}) ` : "") + texts.title(site?.name ?? null);
	}, [unread, site, texts]);

	return (
		<div className="flex h-dvh flex-col overflow-hidden bg-page">
			<a
				href="#message"
				className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-20 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:text-sm focus:font-medium"
			>
				{texts.skipToComposer}
			</a>
			<ChatHeader onSay={say} />
			<ConnectionBanner />
			<main className="relative flex min-h-0 flex-1 flex-col">
				{site === null ? <div className="flex-1" /> : <Body onSay={say} />}
				{owner === "queue" && (
					<Suspense>
						<HandoffPanel />
					</Suspense>
				)}
				<Composer key={departures} ref={composer} />
			</main>
		</div>
	);
}

/** Full, loading, not loaded, or nothing said yet. */
function Body({ onSay }: { onSay: (text: string, payload?: string) => void }) {
	const { events, outgoing, history } = useConversation();
	if (events.length > 0 || outgoing.length > 0) return <MessageList onSay={onSay} />;
	if (history === "loading") return <LoadingConversation />;
	if (history === "failed") return <UnloadedConversation />;
	return <EmptyConversation onSay={onSay} />;
}
