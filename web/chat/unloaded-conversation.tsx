import { CloudOff } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { useTexts } from "./languages/use-texts.tsx";
import { useConversationClient } from "./use-conversation.ts";

/** There is a conversation, but it did not come. The line goes on trying; this says so and offers to hurry. */
export function UnloadedConversation() {
	const texts = useTexts();
	const client = useConversationClient();
	return (
		<div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4">
			<div className="m-auto max-w-90 py-8 text-center">
				<CloudOff aria-hidden="true" size={28} className="mx-auto text-muted" />
				<h2 className="mt-3 text-lg font-semibold">{texts.loadFailed}</h2>
				<p className="mt-1 mb-4 text-sm text-pretty text-muted">{texts.loadFailedHelp}</p>
				<Button onClick={() => client.wake()}>{texts.tryNow}</Button>
			</div>
		</div>
	);
}
