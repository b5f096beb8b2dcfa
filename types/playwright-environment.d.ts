/** Names of the browser that playwright-core's types mention; the tests that drive one use none of them. */
interface Node {}
interface Element extends Node {}
interface HTMLElement extends Element {}
interface SVGElement extends Element {}
interface HTMLElementTagNameMap {}
