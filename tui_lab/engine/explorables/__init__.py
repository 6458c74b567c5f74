"""The mathematics behind the explorables, one file each: plain functions of numbers, which the bench answers with."""
