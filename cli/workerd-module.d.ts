/** The npm package `workerd` has no types. It is CommonJS: what Node imports as its default holds the path. */
declare module "workerd" {
	const exports: { readonly default: string };
	export default exports;
}
