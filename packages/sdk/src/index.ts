export { b, type Foo } from "./a/x.ts";
