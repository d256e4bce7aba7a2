import { gatewayContract } from "./contract.ts";

gatewayContract("embedded");
gatewayContract("servers");
