/** The npm package `workerd` has no types: it exports the path of its binary. */
declare module "workerd" {
	const path: string;
	export default path;
}
