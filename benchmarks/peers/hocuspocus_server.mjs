/** `node hocuspocus_server.mjs PORT FILE`: a server as its documentation begins one, over a file of SQLite. */

import { argv } from "node:process";
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, database] = argv.slice(2);
const extensions = [new SQLite({ database })];
const server = new Server({ port: Number(port), address: "127.0.0.1", extensions });
await server.listen();
