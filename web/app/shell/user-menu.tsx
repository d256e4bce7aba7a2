import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import type { ComponentProps } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { Menu } from "../../ui/menu.tsx";
import { type Theme, THEMES, useTheme } from "../../ui/theme.ts";
import { rolesInWords } from "../role-in-words.ts";
import { useDesk } from "../world.ts";
import { useCommands } from "./use-commands.ts";

const LOOKS: Readonly<Record<Theme, { label: string; Icon: typeof Sun }>> = {
	system: { label: "As the device", Icon: Monitor },
	light: { label: "Light", Icon: Sun },
	dark: { label: "Dark", Icon: Moon },
};

/** Who one is, how it looks, and the way out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
	const { session, toasts } = useDesk();
	const [theme, setTheme] = useTheme();
	const signOut = (): void =>
		void session
			.signOut()
			.then((fault) => fault !== null && toasts.show({ text: fault.message, tone: "danger" }));
	useCommands([
		...THEMES.map((name) => ({
			id: `theme-${name}`,
			label: `Look: ${LOOKS[name].label.toLowerCase()}`,
			group: "Desk",
			words: "theme dark light mode",
			run: () => setTheme(name),
		})),
		{ id: "sign-out", label: "Sign out", group: "Desk", run: signOut },
	]);
	return (
		<Menu
			align="start"
			side="top"
			trigger={<WhoButton />}
			groups={[
				{
					heading: "Look",
					items: THEMES.map((name) => {
						const { label, Icon } = LOOKS[name];
						return {
							label,
							icon: <Icon size={14} />,
							isChosen: theme === name,
							run: () => setTheme(name),
						};
					}),
				},
				{
					items: [
						{ label: "Keyboard shortcuts", icon: <Keyboard size={14} />, keys: "?", run: onHelp },
						{
							label: "My account",
							icon: <UserRound size={14} />,
							run: () => location.assign("/account"),
						},
						{ label: "Sign out", icon: <LogOut size={14} />, run: signOut },
					],
				},
			]}
		/>
	);
}

/** Takes what opens the menu, too. */
function WhoButton(rest: ComponentProps<"button">) {
	const { me } = useDesk();
	return (
		<button
			{...rest}
			type="button"
			className="flex min-h-10 w-full items-center gap-2 rounded-sm px-1.5 text-start hover:bg-hover pointer-coarse:min-h-11"
		>
			<Avatar person={me.name} />
			<span className="min-w-0 flex-1">
				<span className="block truncate font-medium">{me.name}</span>
				<span className="block truncate text-2xs text-muted">{rolesInWords(me.roles)}</span>
			</span>
			<ChevronsUpDown aria-hidden="true" size={14} className="shrink-0 text-muted" />
			<span className="sr-only">: account, look, sign out</span>
		</button>
	);
}
