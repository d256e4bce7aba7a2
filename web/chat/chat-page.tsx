import { useEffect, useRef } from "react";
import { ChatHeader } from "./chat-header.tsx";
import { Composer, type ComposerHandle } from "./composer.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { EmptyConversation } from "./empty-conversation.tsx";
import { LoadingConversation } from "./loading-conversation.tsx";
import { MessageList } from "./message-list.tsx";
import { texts } from "./texts.ts";
import { useConversation, useConversationClient } from "./use-conversation.ts";

export function ChatPage() {
	const state = useConversation();
	const client = useConversationClient();
	const composer = useRef<ComposerHandle>(null);
	const isEmpty = state.events.length === 0 && state.outgoing.length === 0;
	const say = (text: string, payload: string | null = null): void => {
		client.send(text, payload);
		composer.current?.focus();
	};

	useEffect(() => {
		document.title = state.unread > 0 ? texts.unreadTitle(state.unread) : texts.title;
	}, [state.unread]);

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
				<Body state={isEmpty ? (state.history === "loading" ? "loading" : "empty") : "full"} onSay={say} />
				<Composer ref={composer} />
			</main>
		</div>
	);
}

interface BodyProps {
	state: "loading" | "empty" | "full";
	onSay: (text: string, payload?: string) => void;
}

function Body({ state, onSay }: BodyProps) {
	if (state === "loading") return <LoadingConversation />;
	if (state === "empty") return <EmptyConversation onSay={onSay} />;
	return <MessageList onSay={onSay} />;
}
