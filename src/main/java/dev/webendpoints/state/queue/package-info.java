/**
 * The items of queues, in partitions. An item is handed out once, in the order in which items were put. A partition ends
 * some time after its last put.
 */
package dev.webendpoints.state.queue;
